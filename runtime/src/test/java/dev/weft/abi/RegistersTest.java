package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The registers of a stack: they are replaced now and then, which nobody notices. */
class RegistersTest {
  private static final int MANY = 10_000;

  private final FrameStack stack = new FrameStack();

  @Test
  void unwinds_many_replaceTheRegisters() {
    int replaced = 0;
    for (int i = 0; i < MANY; i++) {
      Registers before = stack.registers;
      stack.handOverFrames();
      replaced += stack.registers == before ? 0 : 1;
    }
    assertEquals(MANY / 1000, replaced, 1);
  }

  @Test
  void mountings_many_replaceTheRegisters() {
    Registers before = stack.registers;
    for (int i = 0; i < MANY; i++) {
      stack.setCurrent(this);
    }
    assertNotSame(before, stack.registers);
    assertSame(this, stack.current());
  }

  @Test
  void replacement_ofFullRegisters_hasTheSameContents() {
    stack.setCurrent(this);
    stack.registers.target = "target";
    FrameStack.returnReference("result", stack);
    Registers before = stack.registers;
    Frame1x0.push("value", stack, null, 1);
    Frame frame = before.first;
    while (stack.registers == before) {
      stack.useRegisters();
    }
    assertEquals("value", frame.reference(0));
    assertSame(frame, stack.registers.first);
    assertSame(frame, stack.registers.last);
    assertEquals("target", stack.registers.target);
    assertSame(this, stack.current());
    assertEquals("result", stack.takeReference());
    assertNull(before.current);
    assertNull(before.first);
    assertNull(before.result);
  }

  @Test
  void reference_takenOrReplacedByNull_isNotKept() {
    FrameStack.returnReference("a", stack);
    assertEquals("a", stack.takeReference());
    assertNull(stack.takeReference());
    FrameStack.returnReference(new RuntimeException(), stack);
    assertTrue(stack.hasReturnedException());
    FrameStack.returnReference(null, stack);
    assertNull(stack.registers.result);
    assertNull(stack.takeReference());
  }
}
