package dev.weft.meetings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Two tasks wait for a resource, and everything that can happen to them happens at the same moment,
 * in every order and with every way of letting them run in between. Nothing is lost or doubled
 * (U12, V52), nobody passes those who wait (U13), and nobody is left in a queue.
 */
class SameMomentIT {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration AGES = Duration.ofDays(1);
  private static final int LONGEST = 4;

  /** What happens. The waiter is the one with a limit. */
  private enum Happening {
    GIVE,
    GIVE_AGAIN,
    KILL_WAITER,
    INTERRUPT_WAITER,
    TIME_IS_UP,
    NEWCOMER
  }

  /** What may run between two happenings. */
  private enum Gap {
    NOTHING,
    ONE_TURN,
    ALL
  }

  private record Story(
      List<Happening> happenings, List<Gap> gaps, boolean waiterFirst, boolean limitAround) {}

  /** What came of it; used by one hub. */
  private static final class Count {
    int given;
    int taken;
    boolean patientTook;
    boolean newcomerTook;
  }

  @TestFactory
  Stream<DynamicTest> everyOrder_ofGiveKillInterruptTimeoutNewcomer_losesNothing() {
    return Resource.all().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> tellAllStories(each.getValue())));
  }

  private static void tellAllStories(Supplier<Resource> resources) throws Exception {
    ManualClock clock = new ManualClock();
    int[] told = new int[1];
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              for (Story story : stories()) {
                tell(story, resources.get(), clock);
                told[0]++;
              }
            });
    assertEquals(stories().size(), told[0]);
  }

  // ---- one story -------------------------------------------------------------------------------

  @Suspendable
  private static void tell(Story story, Resource resource, ManualClock clock) throws Exception {
    Count count = new Count();
    SuspendableCallable<Boolean> limited =
        story.limitAround
            ? () -> Timeout.callOrElse(LIMIT, false, () -> resource.takeWithin(AGES))
            : () -> resource.takeWithin(LIMIT);
    Task<Void> waiter = null;
    Task<Void> patient = null;
    for (int i = 0; i < 2; i++) {
      if (story.waiterFirst == (i == 0)) {
        waiter = take(limited, count, false);
      } else {
        patient = take(() -> resource.takeWithin(AGES), count, true);
      }
      settle();
    }
    assertEquals(2, resource.waiting());
    for (int i = 0; i < story.happenings.size(); i++) {
      happen(story.happenings.get(i), resource, waiter, clock, count);
      between(story.gaps.get(i));
    }
    settle();
    check(story, resource, count, false);
    patient.killAsync();
    waiter.killAsync();
    settle();
    assertTrue(patient.isDone() && waiter.isDone(), story::toString);
    check(story, resource, count, true);
  }

  private static Task<Void> take(
      SuspendableCallable<Boolean> call, Count count, boolean isPatient) {
    return Task.with()
        .unreported()
        .spawn(
            () -> {
              try {
                if (call.call()) {
                  count.taken++;
                  count.patientTook |= isPatient;
                }
              } catch (InterruptedException e) {
                Thread.onSpinWait(); // it took nothing
              }
            });
  }

  private static void happen(
      Happening happening, Resource resource, Task<?> waiter, ManualClock clock, Count count) {
    switch (happening) {
      case GIVE, GIVE_AGAIN -> count.given += resource.give() ? 1 : 0;
      case KILL_WAITER -> waiter.killAsync(new TaskExit("story"));
      case INTERRUPT_WAITER -> waiter.interrupt();
      case TIME_IS_UP -> clock.advance(LIMIT);
      case NEWCOMER -> {
        if (resource.tryTake()) {
          count.taken++;
          count.newcomerTook = true;
        }
      }
    }
  }

  @Suspendable
  private static void between(Gap gap) throws InterruptedException {
    switch (gap) {
      case NOTHING -> {}
      case ONE_TURN -> Task.yieldNow();
      case ALL -> settle();
    }
  }

  @Suspendable
  private static void settle() throws InterruptedException {
    Task.sleep(Duration.ofNanos(1));
  }

  private static void check(Story story, Resource resource, Count count, boolean isOver) {
    String what =
        story + ": given " + count.given + ", taken " + count.taken + ", left " + resource.left();
    assertEquals(count.given, count.taken + resource.left(), what);
    if (count.newcomerTook) {
      assertTrue(count.patientTook, what);
    }
    if (isOver) {
      assertEquals(0, resource.waiting(), what);
    } else if (count.given > 0) {
      assertTrue(resource.left() == 0 || resource.waiting() == 0, what);
    }
  }

  // ---- all stories -----------------------------------------------------------------------------

  private static List<Story> stories() {
    List<List<Happening>> orders = new ArrayList<>();
    addOrders(List.of(), orders);
    List<Story> stories = new ArrayList<>();
    for (List<Happening> order : orders) {
      int gapChoices = (int) Math.pow(Gap.values().length, order.size() - 1);
      for (int choice = 0; choice < gapChoices; choice++) {
        List<Gap> gaps = gaps(choice, order.size());
        for (boolean waiterFirst : new boolean[] {true, false}) {
          for (boolean limitAround : new boolean[] {true, false}) {
            stories.add(new Story(order, gaps, waiterFirst, limitAround));
          }
        }
      }
    }
    return stories;
  }

  private static void addOrders(List<Happening> begun, List<List<Happening>> orders) {
    if (!begun.isEmpty()) {
      orders.add(begun);
    }
    if (begun.size() == LONGEST) {
      return;
    }
    for (Happening next : Happening.values()) {
      boolean tooEarly = next == Happening.GIVE_AGAIN && !begun.contains(Happening.GIVE);
      if (!begun.contains(next) && !tooEarly) {
        List<Happening> longer = new ArrayList<>(begun);
        longer.add(next);
        addOrders(List.copyOf(longer), orders);
      }
    }
  }

  private static List<Gap> gaps(int choice, int count) {
    List<Gap> gaps = new ArrayList<>();
    for (int rest = choice, i = 1; i < count; i++, rest /= Gap.values().length) {
      gaps.add(Gap.values()[rest % Gap.values().length]);
    }
    gaps.add(Gap.ALL);
    return gaps;
  }
}
