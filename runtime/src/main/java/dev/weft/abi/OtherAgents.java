package dev.weft.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.ProtectionDomain;
import java.util.Arrays;

/**
 * Where the JDK comes by before it hands a class file to the transformers of an agent. Other agents
 * see the class as it was before it was woven, and what they make of it is woven anew: so advice,
 * probes and mocks are in all bodies alike, whichever agent comes first, and nobody meets a twin.
 */
public final class OtherAgents {
  /** The last eight bytes of a woven class file that carries its original. */
  public static final long MARK = 0x574546544F524947L;

  private static final int TRAILER = Integer.BYTES + Long.BYTES;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private OtherAgents() {}

  /** Whether a class file is woven and carries its original. */
  public static boolean hasOriginal(byte[] bytes) {
    if (bytes == null || bytes.length < 2 * TRAILER) {
      return false;
    }
    int trailer = bytes.length - TRAILER;
    if ((long) LONG.get(bytes, bytes.length - Long.BYTES) != MARK) {
      return false;
    }
    int length = (int) INT.get(bytes, trailer);
    return length > 0 && length < trailer && (int) INT.get(bytes, trailer - length) == 0xCAFEBABE;
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
    byte[] original = Arrays.copyOfRange(bytes, trailer - (int) INT.get(bytes, trailer), trailer);
    return Abi.agent()
        .transformByOther(
            instrumentation, module, loader, className, redefined, domain, original, retransformer);
  }
}
