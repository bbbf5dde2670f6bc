package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weft.channel.Channel;
import dev.weft.generator.Generator;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ParallelScheduler;
import dev.weft.interop.FlowReader;
import dev.weft.interop.TaskPublisher;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.SkipException;

/**
 * The tests of the Reactive Streams specification, rule by rule, on publishers of generators and
 * channels and on the reader. They are written for TestNG; here each is a dynamic test.
 */
class ReactiveStreamsIT {
  private static final long TIMEOUT_MILLIS = 2_000;
  private static final long NOTHING_COMES_MILLIS = 20;

  private static HubGroup group;
  private static ParallelScheduler parallel;

  @BeforeAll
  static void start() {
    group = HubGroup.start(1);
    parallel = ParallelScheduler.start(2);
  }

  @AfterAll
  static void end() {
    parallel.close();
    group.close();
  }

  private static TestEnvironment environment() {
    return new TestEnvironment(TIMEOUT_MILLIS, NOTHING_COMES_MILLIS);
  }

  /** A publisher of generators. */
  private static final class OfGenerators extends FlowPublisherVerification<Long> {
    OfGenerators() {
      super(environment());
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long count) {
      return TaskPublisher.of(parallel, () -> upTo(count));
    }

    private static Generator<Long, Void, Void> upTo(long count) {
      return Generator.of(
          yielder -> {
            for (long i = 0; i < count; i++) {
              yielder.yieldValue(i);
            }
          });
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
      return TaskPublisher.of(
          parallel,
          () -> {
            throw new IllegalStateException("it fails");
          });
    }
  }

  /** A publisher of a channel, on a hub. */
  private static final class OfChannels extends FlowPublisherVerification<Long> {
    OfChannels() {
      super(environment());
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long count) {
      Channel<Long> channel = new Channel<>();
      group.spawn(
          () -> {
            try (channel) {
              for (long i = 0; i < count; i++) {
                channel.send(i);
              }
            }
          });
      return TaskPublisher.of(group.hubs().get(0), channel);
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
      ParallelScheduler ended = ParallelScheduler.start(1); // a channel cannot fail, but this can
      ended.close();
      return TaskPublisher.of(ended, new Channel<>());
    }
  }

  /** What a reader subscribes with. */
  private static final class OfReader extends FlowSubscriberBlackboxVerification<Integer> {
    OfReader() {
      super(environment());
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
      List<Flow.Subscriber<? super Integer>> subscribers = new ArrayList<>();
      Object reader = FlowReader.of((Flow.Publisher<Integer>) subscribers::add, 2);
      assertTrue(reader != null);
      @SuppressWarnings("unchecked") // it takes integers
      Flow.Subscriber<Integer> subscriber = (Flow.Subscriber<Integer>) subscribers.get(0);
      return subscriber;
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  @TestFactory
  Stream<DynamicTest> publisherOfGenerators() {
    return testsOf(OfGenerators::new, List.of());
  }

  @TestFactory
  Stream<DynamicTest> publisherOfChannels() {
    // Rule 1.11 leaves it to the publisher whether subscribers get the same values: here they do
    // not.
    return testsOf(
        OfChannels::new,
        List.of(
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne"));
  }

  @TestFactory
  Stream<DynamicTest> reader() {
    return testsOf(OfReader::new, List.of());
  }

  /** Those called untested say that they test nothing, and are left out. */
  private static Stream<DynamicTest> testsOf(Supplier<?> verifications, List<String> without) {
    List<DynamicTest> tests =
        Arrays.stream(verifications.get().getClass().getMethods())
            .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
            .filter(method -> !method.getName().startsWith("untested_"))
            .filter(method -> !without.contains(method.getName()))
            .map(method -> dynamicTest(method.getName(), () -> run(verifications.get(), method)))
            .toList();
    assertTrue(tests.size() > 10, () -> tests.size() + " tests");
    return tests.stream();
  }

  private static void run(Object verification, Method test) throws Throwable {
    callAll(verification, org.testng.annotations.BeforeClass.class);
    callAll(verification, org.testng.annotations.BeforeMethod.class);
    try {
      call(verification, test);
    } catch (SkipException skipped) {
      throw new AssertionError("not run: " + skipped.getMessage(), skipped);
    } finally {
      callAll(verification, org.testng.annotations.AfterClass.class);
    }
  }

  private static void callAll(Object verification, Class<? extends Annotation> marked)
      throws Throwable {
    for (Method method : verification.getClass().getMethods()) {
      if (method.isAnnotationPresent(marked)) {
        call(verification, method);
      }
    }
  }

  private static void call(Object verification, Method method) throws Throwable {
    try {
      Object ignored = method.invoke(verification);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
