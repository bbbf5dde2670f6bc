package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Frames, and the stack that links them. */
class FrameTest {
  private static final int HASH = 0xABCDE000;

  private final FrameStack stack = new FrameStack();
  private final Resumer resumer =
      new Resumer(new MethodSite("demo.Job", "step", "()V", "resume", "Job.java", "\13\14")) {
        @Override
        public void resume(Frame frame, FrameStack ignored) {}
      };

  private Frame2x1 pushed() {
    Frame2x1.push("a", "b", 7, stack, resumer, HASH | 2);
    return (Frame2x1) stack.registers.last;
  }

  @Test
  void push_values_keptInTheirSlots() {
    Frame2x1 frame = pushed();
    assertEquals("a", frame.reference(0));
    assertEquals("b", frame.reference(1));
    assertEquals(7, frame.primitive(0));
    assertEquals(2, frame.referenceCount());
    assertEquals(1, frame.primitiveCount());
    assertThrows(IndexOutOfBoundsException.class, () -> frame.reference(2));
    assertThrows(IndexOutOfBoundsException.class, () -> frame.primitive(1));
  }

  @Test
  void take_reference_givesItAway() {
    Frame2x1 frame = pushed();
    assertEquals("b", frame.take1());
    assertNull(frame.reference(1));
    assertEquals("a", frame.reference(0));
  }

  @Test
  void push_severalMethods_linkedFromInnermostToOutermost() {
    Frame inner = pushed();
    Frame outer = pushed();
    assertSame(inner, stack.registers.first);
    assertSame(outer, stack.registers.last);
    assertSame(outer, inner.caller);
    assertNull(outer.caller);
  }

  @Test
  void refill_frame_isKnownToTheTrampolineAndHasNewValues() {
    Frame2x1 frame = pushed();
    stack.clearFrames();
    stack.unwind();
    Frame2x1.refill("c", null, 8, frame, stack, HASH | 1);
    assertEquals(FrameStack.UNWINDING + FrameStack.REFILLED, stack.unwinding);
    assertNull(stack.registers.first);
    assertEquals("c", frame.reference(0));
    assertNull(frame.reference(1));
    assertEquals(8, frame.primitive(0));
    assertEquals(1, frame.point(HASH));
  }

  @Test
  void copy_frame_sharesValuesNotSlots() {
    Frame2x1 frame = pushed();
    Frame2x1 copy = (Frame2x1) frame.copy();
    assertNotSame(frame, copy);
    assertSame(frame.take0(), copy.reference(0));
    assertNull(frame.reference(0));
  }

  @Test
  void arrayFrame_values_keptAndCopied() {
    ArrayFrame frame = ArrayFrame.push(stack, resumer, HASH | 1, 20, 10);
    ArrayFrame.save("last", frame, 19);
    ArrayFrame.save(-1L, frame, 9);
    assertEquals(20, frame.referenceCount());
    assertEquals(10, frame.primitiveCount());
    ArrayFrame copy = (ArrayFrame) frame.copy();
    assertEquals("last", frame.take(19));
    assertNull(frame.reference(19));
    assertEquals("last", copy.reference(19));
    assertEquals(-1L, copy.primitive(9));
  }

  @Test
  void point_sameBody_isThePoint() {
    assertEquals(2, pushed().point(HASH));
  }

  @Test
  void point_redefinedBody_staleAndLocated() {
    String message =
        assertThrows(StaleFrameError.class, () -> pushed().point(HASH ^ 0x1000)).getMessage();
    assertTrue(message.startsWith("demo.Job.step(Job.java:12) was redefined while"), message);
    assertTrue(message.contains("redefine the class while none is suspended in it"), message);
  }

  @Test
  void element_pointWithoutLine_hasNone() {
    assertEquals(11, resumer.elementAt(HASH | 1).getLineNumber());
    assertEquals(-1, resumer.elementAt(HASH | 3).getLineNumber());
    assertEquals(2, resumer.site().points());
    assertEquals("demo.Job.step()V", resumer.toString());
  }
}
