package dev.weft.guide;

import static dev.weft.guide.TaskExamples.fetch;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import dev.weft.sync.Barrier;
import dev.weft.sync.BoundedSemaphore;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexCondition;
import dev.weft.sync.Promise;
import dev.weft.sync.ReentrantMutex;
import dev.weft.sync.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Locks, and other things to wait for. */
public final class SyncExamples {
  private SyncExamples() {}

  // example: account
  static final class Account {
    private final Mutex mutex = new Mutex("account"); // the name is for dumps and reports
    private int balance = 100;

    @Suspendable
    boolean withdraw(int amount) throws InterruptedException {
      mutex.lock();
      try {
        if (balance < amount) {
          return false;
        }
        Task.sleep(Duration.ofMillis(10)); // others run, but not in here
        balance -= amount;
        return true;
      } finally {
        mutex.unlock();
      }
    }
  }

  // end

  public static void mutex() throws Exception {
    // example: mutex
    Hub.run(
        () -> {
          Account account = new Account();
          Task<Boolean> rent = Task.spawn(() -> account.withdraw(80));
          Task<Boolean> car = Task.spawn(() -> account.withdraw(80));
          System.out.println(rent.result() + " " + car.result());
        });
    // end
  }

  public static void reentrant() throws Exception {
    // example: reentrant
    ReentrantMutex mutex = new ReentrantMutex();
    Hub.run(
        () -> {
          mutex.lock();
          try {
            mutex.lock(); // a Mutex would wait for itself here
            try {
              System.out.println(mutex.holds());
            } finally {
              mutex.unlock();
            }
          } finally {
            mutex.unlock();
          }
        });
    // end
  }

  public static void condition() throws Exception {
    // example: condition
    ArrayDeque<String> jobs = new ArrayDeque<>(); // guarded by the condition's lock
    MutexCondition jobArrived = new MutexCondition();
    Hub.run(
        () -> {
          Task<Void> worker =
              Task.spawn(
                  () -> {
                    jobArrived.lock().lock();
                    try {
                      jobArrived.waitFor(() -> !jobs.isEmpty()); // gives the lock up meanwhile
                      System.out.println("working on " + jobs.remove());
                    } finally {
                      jobArrived.lock().unlock();
                    }
                  });
          Task.yieldNow(); // the worker waits now
          jobArrived.lock().lock();
          try {
            jobs.add("the roof");
            jobArrived.notify(1);
          } finally {
            jobArrived.lock().unlock();
          }
          worker.join();
        });
    // end
  }

  public static void semaphore() throws Exception {
    // example: semaphore
    BoundedSemaphore connections = new BoundedSemaphore(2);
    Hub.run(
        () -> {
          List<Task<Void>> tasks = new ArrayList<>();
          for (int millis : List.of(10, 200, 30)) {
            tasks.add(
                Task.spawn(
                    () -> {
                      connections.acquire();
                      try {
                        fetch(millis + " ms", millis);
                      } finally {
                        connections.release();
                      }
                    }));
          }
          Tasks.joinAll(tasks);
        });
    // end
  }

  public static void event() throws Exception {
    // example: event
    Event doorsOpen = new Event();
    Latch seated = new Latch(2);
    Hub.run(
        () -> {
          for (String guest : List.of("Ada", "Grace")) {
            Task.spawn(
                () -> {
                  doorsOpen.await();
                  System.out.println(guest + " sits down");
                  seated.countDown();
                });
          }
          System.out.println("all seated: " + seated.await(Duration.ofMillis(10)));
          doorsOpen.set(); // it stays set, until clear()
          seated.await();
          System.out.println("curtain up");
        });
    // end
  }

  public static void barrier() throws Exception {
    // example: barrier
    Barrier lap = new Barrier(2, () -> System.out.println("-- both are here"));
    Hub.run(
        () -> {
          List<Task<Void>> runners = new ArrayList<>();
          for (int speed = 1; speed <= 2; speed++) {
            int millis = 20 * speed;
            runners.add(
                Task.spawn(
                    () -> {
                      for (int round = 1; round <= 2; round++) {
                        Task.sleep(Duration.ofMillis(millis));
                        System.out.println("round " + round + " in " + millis + " ms");
                        lap.await();
                      }
                    }));
          }
          Tasks.joinAll(runners);
        });
    // end
  }

  public static void promise() throws Exception {
    // example: promise
    Promise<String> answer = new Promise<>();
    Thread oracle = new Thread(() -> answer.complete("42"));
    Hub.run(
        () -> {
          Task<Void> asker = Task.spawn(() -> System.out.println("it is " + answer.result()));
          Task.spawn(() -> System.out.println("others run while the asker waits"));
          Task.yieldNow();
          oracle.start(); // a plain thread, which may use all of these as well
          asker.join();
        });
    // end
  }

  public static void timer() throws Exception {
    // example: timer
    Hub.run(
        () -> {
          Timer tea = Timer.start(Duration.ofMillis(20), () -> System.out.println("tea is ready"));
          Timer alarm = Timer.start(Duration.ofMillis(10), () -> System.out.println("fire!"));
          System.out.println("no fire: " + alarm.cancel());
          tea.join();
        });
    // end
  }
}
