package dev.weft.agent;

import dev.weft.abi.Abi;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;

/**
 * The look-up that may do anything in any class, which the JDK keeps to itself: an agent may open
 * its package. With it companions become nestmates of JDK classes.
 */
final class TrustedLookup {
  private final Instrumentation instrumentation;
  private MethodHandles.Lookup lookup;

  TrustedLookup(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /**
   * The look-up.
   *
   * @throws IllegalStateException if this JDK has none
   */
  synchronized MethodHandles.Lookup get() {
    if (lookup == null) {
      Module base = Object.class.getModule();
      Module ours = Abi.class.getModule();
      instrumentation.redefineModule(
          base,
          Set.of(ours), // companions extend a class of the runtime's
          Map.of(),
          Map.of("java.lang.invoke", Set.of(TrustedLookup.class.getModule())),
          Set.of(),
          Map.of());
      try {
        Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        field.setAccessible(true);
        lookup = (MethodHandles.Lookup) field.get(null);
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw new IllegalStateException("this JDK has no trusted look-up: " + e, e);
      }
    }
    return lookup;
  }
}
