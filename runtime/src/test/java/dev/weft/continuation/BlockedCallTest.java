package dev.weft.continuation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** From whose stack a baton may be taken: only where woven code goes on behind a check. */
class BlockedCallTest {
  private static final int NATIVE = -2;
  private static final StackTraceElement APPLICATION =
      new StackTraceElement("com.acme.Shop", "buy", "Shop.java", 7);

  private static StackTraceElement jdk(String type, String method) {
    return new StackTraceElement(null, "java.base", "17", type, method, "X.java", 1);
  }

  private static StackTraceElement nativeOf(String type, String method) {
    return new StackTraceElement(null, "java.base", "17", type, method, null, NATIVE);
  }

  private static boolean mayBeTaken(Thread.State state, StackTraceElement... innermostFirst) {
    return BlockedCall.of(innermostFirst, state).endsWithCheck();
  }

  @Test
  void nativesThatReadAndWait_block() {
    assertEquals(
        List.of(true, true, true, true),
        List.of(
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("sun.nio.ch.Net", "poll"),
                jdk("java.net.Socket$SocketInputStream", "read"),
                APPLICATION),
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("java.io.FileInputStream", "readBytes"),
                jdk("java.io.FileInputStream", "read"),
                APPLICATION),
            mayBeTaken(
                Thread.State.TIMED_WAITING, nativeOf("java.lang.Thread", "sleep"), APPLICATION),
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("java.lang.ProcessHandleImpl", "waitForProcessExit0"),
                jdk("java.lang.ProcessImpl", "waitFor"),
                APPLICATION)));
  }

  @Test
  void nativesOfTheLanguage_doNotBlock() {
    assertEquals(
        List.of(false, false),
        List.of(
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("java.lang.Object", "hashCode"),
                jdk("java.util.Map", "put"),
                APPLICATION),
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("jdk.internal.misc.VM", "getNanoTimeAdjustment"),
                jdk("java.time.Clock", "currentInstant"),
                APPLICATION)));
  }

  @Test
  void whatHasNoCheckBehindIt_isLeftAlone() {
    assertEquals(
        List.of(false, false, false),
        List.of(
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("java.io.RandomAccessFile", "readBytes"),
                jdk("java.time.ZoneId", "of"),
                APPLICATION),
            mayBeTaken(
                Thread.State.BLOCKED,
                jdk("java.io.PrintStream", "println"),
                jdk("java.lang.Throwable", "printStackTrace"),
                APPLICATION),
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("java.io.RandomAccessFile", "readBytes"),
                jdk("java.lang.ClassLoader", "loadClass"),
                APPLICATION)));
  }
}
