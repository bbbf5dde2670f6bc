package dev.weft.conformance.suites;

import dev.weft.conformance.suites.SuiteProcess.Place;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** Runs tests of JUnit 3 and 4. */
final class JUnit4Suite {
  private JUnit4Suite() {}

  static void run(List<String> names, Outcomes outcomes, Place place) {
    List<Class<?>> classes = new ArrayList<>();
    for (String name : names) {
      try {
        Class<?> type = Class.forName(name, false, JUnit4Suite.class.getClassLoader());
        if (!Modifier.isAbstract(type.getModifiers())) {
          classes.add(type);
        }
      } catch (ClassNotFoundException | LinkageError e) {
        outcomes.failed(name, e);
      }
    }
    JUnitCore core = new JUnitCore();
    core.addListener(new Listener(outcomes));
    Request request = Request.classes(classes.toArray(Class<?>[]::new));
    try {
      place.run(() -> core.run(request));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Called by JUnit from the midst of a run; not under a lock of its own, where nothing suspends.
   */
  @RunListener.ThreadSafe
  private static final class Listener extends RunListener {
    private final Outcomes outcomes;
    private boolean finished;

    Listener(Outcomes outcomes) {
      this.outcomes = outcomes;
    }

    @Override
    public void testStarted(Description test) {
      finished = false;
      Probe.suspend();
    }

    @Override
    public void testFailure(Failure failure) {
      finished = true;
      outcomes.failed(failure.getDescription().toString(), failure.getException());
    }

    @Override
    public void testAssumptionFailure(Failure failure) {
      finished = true;
      outcomes.skipped(failure.getDescription().toString());
    }

    @Override
    public void testIgnored(Description test) {
      outcomes.skipped(test.toString());
    }

    @Override
    public void testFinished(Description test) {
      if (!finished) {
        outcomes.passed(test.toString());
      }
    }
  }
}
