package dev.weft.abi;

import java.security.ProtectionDomain;
import java.util.Arrays;

/**
 * Where the JDK comes by before it hands a class file to the transformers of an agent. Other agents
 * see the class as it was before it was woven, and what they make of it is woven anew: so advice,
 * probes and mocks are in all bodies alike, whichever agent comes first, and nobody meets a twin.
 *
 * <p>This runs while any class is loaded, those it might use itself included: it uses none.
 */
public final class OtherAgents {
  /** The last eight bytes of a woven class file that carries its original. */
  public static final long MARK = 0x574546544F524947L;

  private static final int TRAILER = Integer.BYTES + Long.BYTES;

  private OtherAgents() {}

  /** Whether a class file is woven and carries its original. */
  public static boolean hasOriginal(byte[] bytes) {
    if (bytes == null || bytes.length < 2 * TRAILER) {
      return false;
    }
    int trailer = bytes.length - TRAILER;
    if ((((long) intAt(bytes, trailer + 4) << 32) | (intAt(bytes, trailer + 8) & 0xFFFFFFFFL))
        != MARK) {
      return false;
    }
    int length = intAt(bytes, trailer);
    return length > 0 && length < trailer && intAt(bytes, trailer - length) == 0xCAFEBABE;
  }

  private static int intAt(byte[] bytes, int index) {
    return (bytes[index] << 24)
        | ((bytes[index + 1] & 0xFF) << 16)
        | ((bytes[index + 2] & 0xFF) << 8)
        | (bytes[index + 3] & 0xFF);
  }

  /** What {@code InstrumentationImpl.transform} returns for a class file with an original. */
  public static byte[] transform(
      Object instrumentation,
      Module module,
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes,
      boolean retransformer) {
    int trailer = bytes.length - TRAILER;
    byte[] original = Arrays.copyOfRange(bytes, trailer - intAt(bytes, trailer), trailer);
    return Abi.agent()
        .transformByOther(
            instrumentation, module, loader, className, redefined, domain, original, retransformer);
  }
}
