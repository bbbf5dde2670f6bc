package dev.weft.waiting;

import dev.weft.abi.Abi;
import java.lang.invoke.VarHandle;

/**
 * Lets the thread locals of a carrier be those of the strand that it runs: the maps that the JDK
 * keeps in the carrier change places with those in the strand's own thread. So whatever code uses a
 * {@link ThreadLocal} finds the strand's, woven or not, and other threads pay nothing.
 *
 * <p>Threads: the carrier.
 */
public final class ThreadState {
  /** The fields of {@link Thread}; null where the agent could not reach them, or is missing. */
  private static final VarHandle LOCALS = Abi.jdkField(Thread.class, "threadLocals").orElse(null);

  private static final VarHandle INHERITABLE =
      Abi.jdkField(Thread.class, "inheritableThreadLocals").orElse(null);

  private ThreadState() {}

  /** Lets {@code strand} have the thread locals of the thread that it is to run on. */
  public static void lend(Thread carrier, Strand strand) {
    if (LOCALS != null && INHERITABLE != null) {
      StrandThread own = (StrandThread) strand.own();
      own.setLent(true);
      move(carrier, own);
    }
  }

  /** Gives them back as {@code strand} has left them. */
  public static void giveBack(Thread carrier, Strand strand) {
    if (LOCALS != null && INHERITABLE != null) {
      StrandThread own = (StrandThread) strand.own();
      own.setLent(false);
      move(own, carrier);
    }
  }

  private static void move(Thread from, Thread to) {
    LOCALS.set(to, LOCALS.get(from));
    LOCALS.set(from, null);
    INHERITABLE.set(to, INHERITABLE.get(from));
    INHERITABLE.set(from, null);
  }

  /**
   * Lets the thread of the strand that runs have the inheritable thread locals that new threads
   * get, which its carrier keeps meanwhile.
   */
  public static void showInheritable(Thread carrier, Thread own) {
    if (INHERITABLE != null) {
      INHERITABLE.set(own, INHERITABLE.get(carrier));
    }
  }

  /** Whether the calling code has inheritable thread locals, which strands that it makes get. */
  static boolean isInherited() {
    return INHERITABLE != null && INHERITABLE.get(Thread.currentThread()) != null;
  }

  static Object locals(Thread thread) {
    return LOCALS == null ? null : LOCALS.get(thread);
  }

  static Object inheritable(Thread thread) {
    return INHERITABLE == null ? null : INHERITABLE.get(thread);
  }

  /** Before {@code strand} runs: its locals in the place of those of the carrier. */
  static void mount(Thread carrier, Thread own, Object locals, Object inheritable) {
    Object mine = own == null ? null : locals(own);
    if (mine != locals) {
      LOCALS.set(carrier, mine);
    }
    Object inherited = own == null ? null : inheritable(own);
    if (inherited != inheritable) {
      INHERITABLE.set(carrier, inherited);
    }
  }

  /** When {@code strand} has run: back again. */
  static void unmount(Thread carrier, Strand strand, Object locals, Object inheritable) {
    if (LOCALS == null || INHERITABLE == null) {
      return;
    }
    Object now = LOCALS.get(carrier);
    Object inherited = INHERITABLE.get(carrier);
    OwnThread own = strand.ownOrNull();
    if (own == null
        && (now != locals || inherited != inheritable)
        && (now != null || inherited != null)) {
      own = strand.own();
    }
    if (own != null) {
      boolean over = strand.isFinished() && !own.isLent();
      LOCALS.set(own.thread(), over ? null : now);
      INHERITABLE.set(own.thread(), over ? null : inherited);
    }
    if (now != locals) {
      LOCALS.set(carrier, locals);
    }
    if (inherited != inheritable) {
      INHERITABLE.set(carrier, inheritable);
    }
  }
}
