package dev.weft.fuzz.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTroubleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.VirtualMachineError: Out of space in CodeCache for adapters",
        "  but got  threw java.lang.OutOfMemoryError: Java heap space",
        "java.lang.OutOfMemoryError: Metaspace"
      })
  void check_endOfTheJvm_isNoDisagreement(String detail) {
    MachineTroubleException trouble =
        assertThrows(MachineTroubleException.class, () -> MachineTroubleException.check(detail));
    assertTrue(trouble.getMessage().contains(detail));
  }

  @Test
  void check_otherError_passes() {
    assertDoesNotThrow(() -> MachineTroubleException.check("java.lang.VerifyError: Bad type"));
  }
}
