package dev.weft.hazard;

import static dev.weft.hazard.HazardHarness.verify;

import dev.weft.hazard.targets.Callbacks;
import dev.weft.hazard.targets.Suspending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hazard 53, where the JDK's code that calls back has a woven copy: it suspends. */
class CompanionHazardsIT {

  @AfterEach
  void stopSuspending() {
    Suspending.enable(false);
  }

  @Test
  void h53_forEach_suspends() {
    verify(Callbacks.Each.class);
  }

  @Test
  void h53_removeIfAndReplaceAll_suspend() {
    verify(Target.of(Callbacks.Changed.class), 0, 1);
  }

  @Test
  void h53_functionsOfMaps_suspend() {
    verify(Callbacks.Maps.class);
  }

  @Test
  void h53_concurrentMap_suspendsOutsideItsMonitors() {
    verify(Callbacks.Locked.class);
  }

  @Test
  void h53_optional_suspends() {
    verify(Target.of(Callbacks.Optionals.class), 0, 1);
  }

  @Test
  void h53_exceptionsOfCallbacks_areTheSame() {
    verify(Callbacks.Thrown.class);
  }
}
