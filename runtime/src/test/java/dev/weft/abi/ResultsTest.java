package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a resumed callee hands to its caller, and what lambda adapters make of it. */
class ResultsTest {
  private final FrameStack stack = new FrameStack();

  @Test
  void results_ofEachKind_arriveAsTheyWere() {
    FrameStack.returnInt(-1, stack);
    assertEquals(-1, stack.takeInt());
    FrameStack.returnLong(Long.MIN_VALUE, stack);
    assertEquals(Long.MIN_VALUE, stack.takeLong());
    FrameStack.returnFloat(-0.0f, stack);
    assertEquals(-0.0f, stack.takeFloat());
    FrameStack.returnDouble(Math.PI, stack);
    assertEquals(Math.PI, stack.takeDouble());
    FrameStack.returnReference("x", stack);
    assertEquals("x", stack.takeReference());
  }

  @Test
  void results_nanPayloads_areKept() {
    float oddFloat = Float.intBitsToFloat(0x7fc01234);
    FrameStack.returnFloat(oddFloat, stack);
    assertEquals(0x7fc01234, Float.floatToRawIntBits(stack.takeFloat()));
    double oddDouble = Double.longBitsToDouble(0x7ff8000000001234L);
    FrameStack.returnDouble(oddDouble, stack);
    assertEquals(0x7ff8000000001234L, Double.doubleToRawLongBits(stack.takeDouble()));
  }

  @Test
  void takeReference_givesItAway() {
    FrameStack.returnReference("x", stack);
    stack.takeReference();
    assertNull(stack.takeReference());
  }

  @Test
  void take_exception_isThrownOnceWhateverTheKind() {
    List<Executable> takes =
        List.of(
            stack::takeVoid,
            stack::takeInt,
            stack::takeLong,
            stack::takeFloat,
            stack::takeDouble,
            stack::takeReference);
    for (Executable take : takes) {
      IOException exception = new IOException("x");
      stack.thrown = exception;
      assertSame(exception, assertThrows(IOException.class, take));
      assertNull(stack.thrown);
    }
  }

  private Frame adapter(String conversion) {
    Adapters.push(stack, conversion);
    Frame frame = stack.registers.last;
    stack.abandonUnwind();
    return frame;
  }

  private void convert(String conversion) throws Throwable {
    Frame frame = adapter(conversion);
    frame.resumer.resume(frame, stack);
  }

  @Test
  void adapter_boxing_eachPrimitive() throws Throwable {
    FrameStack.returnInt(1, stack);
    convert("ZZL");
    assertEquals(true, stack.takeReference());
    FrameStack.returnInt(-2, stack);
    convert("BBL");
    assertEquals((byte) -2, stack.takeReference());
    FrameStack.returnInt('x', stack);
    convert("CCL");
    assertEquals('x', stack.takeReference());
    FrameStack.returnInt(-3, stack);
    convert("SSL");
    assertEquals((short) -3, stack.takeReference());
    FrameStack.returnInt(4, stack);
    convert("IIL");
    assertEquals(4, stack.takeReference());
    FrameStack.returnLong(5, stack);
    convert("JJL");
    assertEquals(5L, stack.takeReference());
    FrameStack.returnFloat(6.5f, stack);
    convert("FFL");
    assertEquals(6.5f, stack.takeReference());
    FrameStack.returnDouble(7.5, stack);
    convert("DDL");
    assertEquals(7.5, stack.takeReference());
  }

  @Test
  void adapter_unboxing_eachPrimitive() throws Throwable {
    FrameStack.returnReference(true, stack);
    convert("LZZ");
    assertEquals(1, stack.takeInt());
    FrameStack.returnReference('x', stack);
    convert("LCC");
    assertEquals('x', stack.takeInt());
    FrameStack.returnReference((byte) -2, stack);
    convert("LBB");
    assertEquals(-2, stack.takeInt());
    FrameStack.returnReference(5L, stack);
    convert("LJJ");
    assertEquals(5, stack.takeLong());
    FrameStack.returnReference(1.5, stack);
    convert("LDD");
    assertEquals(1.5, stack.takeDouble());
  }

  @Test
  void adapter_widening_afterUnboxingToo() throws Throwable {
    FrameStack.returnInt(-4, stack);
    convert("IIJ");
    assertEquals(-4L, stack.takeLong());
    FrameStack.returnInt('x', stack);
    convert("CCD");
    assertEquals(120.0, stack.takeDouble());
    FrameStack.returnLong(1L << 40, stack);
    convert("JJF");
    assertEquals((float) (1L << 40), stack.takeFloat());
    FrameStack.returnReference('x', stack);
    convert("LCJ");
    assertEquals(120L, stack.takeLong());
    FrameStack.returnReference(3, stack);
    convert("LID");
    assertEquals(3.0, stack.takeDouble());
  }

  @Test
  void adapter_toVoid_dropsTheResult() throws Throwable {
    FrameStack.returnReference("x", stack);
    convert("LLV");
    assertNull(stack.takeReference());
  }

  @Test
  void adapter_nullToUnbox_isANullPointerException() {
    FrameStack.returnReference(null, stack);
    assertThrows(NullPointerException.class, () -> convert("LII"));
  }

  @Test
  void adapter_exception_passes() {
    stack.thrown = new IOException("x");
    assertThrows(IOException.class, () -> convert("IIL"));
    assertFalse(stack.isUnwinding());
  }
}
