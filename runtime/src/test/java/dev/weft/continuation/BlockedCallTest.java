package dev.weft.continuation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  private static StackTraceElement weft(String type, String method) {
    return new StackTraceElement("dev.weft." + type, method, "X.java", 1);
  }

  @Test
  void monitorsOfTasks_block() {
    StackTraceElement enter = weft("waiting.TaskMonitors", "tryEnter");
    StackTraceElement await = weft("waiting.MonitorWaits", "await");
    assertEquals(
        List.of(true, true, true, false),
        List.of(
            mayBeTaken(
                Thread.State.BLOCKED, enter, weft("waiting.TaskMonitors", "enter"), APPLICATION),
            mayBeTaken(
                Thread.State.BLOCKED, enter, await, weft("continuation.Trampoline", "enter")),
            mayBeTaken(
                Thread.State.WAITING,
                nativeOf("java.lang.Object", "wait"),
                weft("waiting.TaskMonitors", "awaitItself"),
                await,
                APPLICATION),
            mayBeTaken(Thread.State.RUNNABLE, enter, await, APPLICATION)));
  }

  @Test
  void nativesOfSocketCopies_doNotBlock_whetherTracesNameTheCopiesOrNot() {
    StackTraceElement accept = nativeOf("sun.nio.ch.Net", "accept");
    StackTraceElement copy = jdk("sun.nio.ch.NioSocketImpl$$Weft/0x0", "$weft$timedAccept");
    assertEquals(
        List.of(false, false, true, true),
        List.of(
            mayBeTaken(Thread.State.RUNNABLE, accept, copy, APPLICATION),
            mayBeTaken(Thread.State.RUNNABLE, accept, APPLICATION),
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("sun.nio.ch.Net", "poll"),
                jdk("sun.nio.ch.NioSocketImpl", "park"), // called by a copy of a stream
                APPLICATION),
            mayBeTaken(
                Thread.State.RUNNABLE,
                accept,
                jdk("sun.nio.ch.ServerSocketChannelImpl", "accept"),
                APPLICATION)));
  }

  private static BlockedCall in(StackTraceElement... innermostFirst) {
    return BlockedCall.of(innermostFirst, Thread.State.RUNNABLE);
  }

  @Test
  void constructorsAndInitialisersOfTheJdk_areNamed_atTheProgramsLine() {
    StackTraceElement poll = nativeOf("sun.nio.ch.Net", "poll");
    BlockedCall made = in(poll, jdk("java.net.Socket", "<init>"), APPLICATION);
    assertEquals(PinnedException.Reason.CONSTRUCTOR, made.reason());
    assertEquals(APPLICATION, made.culprit());
    assertTrue(made.wayOut().contains("constructor of java.net.Socket"), made.wayOut());
    BlockedCall copied =
        in(
            poll,
            jdk("sun.net.www.http.HttpClient", "<init>"),
            jdk("sun.net.www.http.HttpClient$$Weft/0x0", "New"),
            APPLICATION);
    assertEquals(PinnedException.Reason.CONSTRUCTOR, copied.reason());
    BlockedCall initialised = in(poll, jdk("java.net.InetAddress", "<clinit>"), APPLICATION);
    assertEquals(PinnedException.Reason.CLASS_INITIALIZER, initialised.reason());
    BlockedCall called = in(poll, jdk("java.net.DatagramSocket", "receive"), APPLICATION);
    assertEquals(PinnedException.Reason.NOT_WOVEN, called.reason());
  }

  @Test
  void stepsOfAnInvokedynamic_areNobodysCalls() {
    BlockedCall call =
        BlockedCall.of(
            new StackTraceElement[] {
              nativeOf("sun.nio.ch.Net", "poll"),
              jdk("java.net.Socket$SocketInputStream", "read"),
              jdk("java.lang.invoke.LambdaForm$DMH/0x1", "invokeStatic"),
              jdk("java.lang.invoke.Invokers$Holder", "linkToCallSite"),
              new StackTraceElement("com.acme.Connection", "<init>", "Connection.java", 12),
              APPLICATION
            },
            Thread.State.RUNNABLE);
    assertEquals("java.net.Socket$SocketInputStream.read", call.name());
    assertEquals("com.acme.Connection", call.culprit().getClassName());
    assertEquals(PinnedException.Reason.CONSTRUCTOR, call.reason());
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
  void copiesOfTheJdksSockets_neverBlockInANativeMethod() {
    StackTraceElement copy = jdk("sun.nio.ch.NioSocketImpl$$Weft/0x1", "tryRead");
    assertEquals(
        List.of(false, true),
        List.of(
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("sun.nio.ch.SocketDispatcher", "read0"),
                jdk("sun.nio.ch.SocketDispatcher", "read"),
                jdk("sun.nio.ch.NioSocketImpl", "tryRead"),
                copy,
                APPLICATION),
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("java.net.Inet6AddressImpl", "lookupAllHostAddr"),
                jdk("java.net.InetAddress", "getByName"),
                copy,
                APPLICATION)));
  }

  @Test
  void monitorsOfStreams_blockWhereTheRuntimeEntersThem_andNowhereElse() {
    String monitors = "dev.weft.waiting.TaskMonitors";
    StackTraceElement reader = jdk("java.io.BufferedReader", "readLine");
    assertEquals(
        List.of(true, true, false),
        List.of(
            mayBeTaken(
                Thread.State.WAITING,
                nativeOf("java.lang.Object", "wait"),
                new StackTraceElement(monitors, "awaitTasks", "TaskMonitors.java", 1),
                new StackTraceElement(monitors, "entered", "TaskMonitors.java", 1),
                reader,
                APPLICATION),
            mayBeTaken(
                Thread.State.BLOCKED,
                new StackTraceElement(monitors, "tryEnter", "TaskMonitors.java", 1),
                new StackTraceElement(monitors, "$weft$enter", "TaskMonitors.java", 1),
                jdk("java.io.BufferedReader$$Weft/0x1", "$weft$readLine"),
                APPLICATION),
            mayBeTaken(
                Thread.State.BLOCKED,
                new StackTraceElement(monitors, "exit", "TaskMonitors.java", 1),
                jdk("java.io.BufferedReader$$Weft/0x1", "$weft$readLine"),
                APPLICATION)));
  }

  /** A copy makes no check there either, though the program calls something else. */
  @Test
  void quickCallsOfCopies_areLeftAlone() {
    assertEquals(
        List.of(false, true),
        List.of(
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("java.io.RandomAccessFile", "readBytes"),
                jdk("java.time.ZoneId", "of"),
                jdk("java.util.ArrayList$$Weft/0x1", "$weft$forEach"),
                APPLICATION),
            mayBeTaken(
                Thread.State.RUNNABLE,
                nativeOf("java.io.RandomAccessFile", "readBytes"),
                jdk("java.util.zip.ZipFile", "read"),
                jdk("java.util.ArrayList$$Weft/0x1", "$weft$forEach"),
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
