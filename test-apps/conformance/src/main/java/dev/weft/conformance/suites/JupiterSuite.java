package dev.weft.conformance.suites;

import dev.weft.conformance.suites.SuiteProcess.Place;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests of JUnit Jupiter. */
final class JupiterSuite {
  private JupiterSuite() {}

  static void run(List<String> names, Outcomes outcomes, Place place) {
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestEngines(new PlacedEngine(place))
            .addTestExecutionListeners(new Listener(outcomes))
            .build();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(names.stream().map(DiscoverySelectors::selectClass).toList())
            .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
            .configurationParameter(
                "junit.jupiter.extensions.autodetection.include", ProbeExtension.class.getName())
            .build();
    LauncherFactory.create(config).execute(request);
  }

  private static final class Listener implements TestExecutionListener {
    private final Outcomes outcomes;

    Listener(Outcomes outcomes) {
      this.outcomes = outcomes;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      if (test.isTest()) {
        outcomes.skipped(test.getUniqueId());
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      switch (result.getStatus()) {
        case SUCCESSFUL -> {
          if (test.isTest()) {
            outcomes.passed(test.getUniqueId());
          }
        }
        case ABORTED -> outcomes.skipped(test.getUniqueId());
        default ->
            outcomes.failed(
                test.getUniqueId(), result.getThrowable().orElseGet(AssertionError::new));
      }
    }
  }
}
