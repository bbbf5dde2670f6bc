package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.hub.HubGroup;
import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The values of a channel as a stream, and in a loop. */
class ChannelStreamsIT extends WorldFixture {
  private static Channel<Integer> buffered(int... values) {
    Channel<Integer> channel = new Channel<>(values.length);
    for (int value : values) {
      assertTrue(channel.trySend(value));
    }
    return channel;
  }

  @Test
  void stream_takesWhatItWants_andNoMore() {
    Channel<Integer> channel = buffered(1, 2, 3, 4);
    assertEquals(List.of(2, 4), channel.stream().map(i -> 2 * i).limit(2).toList());
    assertEquals(2, channel.size());
    assertFalse(channel.isClosed(), "a stream that is not closed leaves it open");
  }

  @Test
  void stream_endsWhenTheChannelIsClosed_withWhatIsInIt() {
    Channel<Integer> channel = buffered(1, 2, 3);
    channel.close();
    assertEquals(6, channel.stream().mapToInt(i -> i).sum());
    assertEquals(0, channel.stream().count());
  }

  @Test
  void streamClosed_closesTheChannel_andItsSendersAreTold() throws Exception {
    try (HubGroup group = HubGroup.start(1)) {
      Channel<Integer> channel = new Channel<>();
      Task<Void> sender =
          Task.with()
              .on(group.hubs().get(0))
              .unreported()
              .spawn(
                  () -> {
                    for (int i = 0; ; i++) {
                      channel.send(i);
                    }
                  });
      try (Stream<Integer> stream = channel.stream()) {
        assertEquals("012", stream.limit(3).map(String::valueOf).collect(Collectors.joining()));
      }
      ExecutionException told = assertThrows(ExecutionException.class, sender::get);
      assertEquals(ChannelClosedException.class, told.getCause().getClass());
    }
  }

  @Test
  void forLoop_suspends_untilItIsClosed() throws Exception {
    run(
        () -> {
          Channel<Integer> channel = new Channel<>();
          go(
              () -> {
                try (channel) {
                  for (int i = 0; i < 3; i++) {
                    Task.sleep(SECOND);
                    channel.send(i);
                  }
                }
              });
          List<Integer> values = new ArrayList<>();
          for (int value : channel) {
            values.add(value);
          }
          log.add(values);
        });
    assertEquals(List.of(List.of(0, 1, 2)), log);
  }
}
