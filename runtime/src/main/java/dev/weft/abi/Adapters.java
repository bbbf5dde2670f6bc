package dev.weft.abi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The frames of lambda adapters that convert what their implementation returns: boxing, unboxing,
 * widening, or dropping it. When the implementation suspends, the conversion waits in such a frame.
 */
public final class Adapters {
  private static final Map<String, Resumer> RESUMERS = new ConcurrentHashMap<>();

  private Adapters() {}

  /**
   * Saves a pending conversion. Kinds are descriptor letters: {@code Z B C S I J F D}, {@code L}
   * for references, {@code V} for nothing.
   *
   * @param conversion three letters: what the implementation returns; for a reference that is
   *     unboxed, the primitive it holds (else the same as the first); what the lambda returns
   */
  public static void push(FrameStack stack, String conversion) {
    Frame0x0.push(stack, RESUMERS.computeIfAbsent(conversion, Conversion::new), 1);
  }

  /** What a resumed callee returned, boxed; throws what it threw. Kinds as above. */
  static Object take(char kind, FrameStack stack) {
    return switch (kind) {
      case 'V' -> {
        stack.takeVoid();
        yield null;
      }
      case 'Z' -> stack.takeInt() != 0;
      case 'B' -> (byte) stack.takeInt();
      case 'C' -> (char) stack.takeInt();
      case 'S' -> (short) stack.takeInt();
      case 'I' -> stack.takeInt();
      case 'J' -> stack.takeLong();
      case 'F' -> stack.takeFloat();
      case 'D' -> stack.takeDouble();
      default -> stack.takeReference();
    };
  }

  private static final class Conversion extends Resumer {
    private final char from;
    private final char via;
    private final char to;

    Conversion(String letters) {
      super(new MethodSite("", "", "", "", null, ""));
      this.from = letters.charAt(0);
      this.via = letters.charAt(1);
      this.to = letters.charAt(2);
    }

    @Override
    public void resume(Frame frame, FrameStack stack) {
      Object value = take(from, stack);
      if (to == 'V') {
        return;
      }
      if (to == 'L') {
        FrameStack.returnReference(value, stack);
      } else {
        giveBack(value, stack);
      }
    }

    private void giveBack(Object value, FrameStack stack) {
      if (via == 'Z') {
        FrameStack.returnInt((Boolean) value ? 1 : 0, stack);
        return;
      }
      Number number = via == 'C' ? (Number) (int) (Character) value : (Number) value;
      switch (to) {
        case 'J' -> FrameStack.returnLong(number.longValue(), stack);
        case 'F' -> FrameStack.returnFloat(number.floatValue(), stack);
        case 'D' -> FrameStack.returnDouble(number.doubleValue(), stack);
        default -> FrameStack.returnInt(number.intValue(), stack);
      }
    }
  }
}
