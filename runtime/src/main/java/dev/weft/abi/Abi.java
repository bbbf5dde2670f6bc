package dev.weft.abi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/** The version of the binary interface, and what the agent tells the runtime about itself. */
public final class Abi {
  /**
   * The version stamped into every woven class. Raise it when a name, descriptor or protocol that
   * woven code relies on changes.
   */
  public static final int VERSION = 2;

  /** Goes before the name of a suspendable method to name its woven twin; see docs/adr/0001. */
  public static final String TWIN_PREFIX = "$weft$";

  /**
   * Goes before the names of resume bodies, behind it a number unique in the class, a {@code $},
   * and the name of the method.
   */
  public static final String RESUME_PREFIX = "$weft-resume$";

  private static volatile Agent agent;

  private Abi() {}

  /** Called once by the agent, before any woven class is loaded. */
  public static void install(Agent installed) {
    agent = installed;
    Hold.check(); // handlers begin with one, when there may be no memory to load it
  }

  /** Whether this JVM runs with the agent; without it nothing can suspend. */
  public static boolean isAgentPresent() {
    return agent != null;
  }

  /** The options the agent was started with, as they were given; null without an agent. */
  public static String agentOptions() {
    Agent present = agent;
    return present == null ? null : present.options();
  }

  /**
   * What is known of the operating system's descriptors.
   *
   * @throws IllegalStateException without an agent
   */
  public static Descriptors descriptors() {
    if (!isAgentPresent()) {
      throw new IllegalStateException(AGENT_MISSING);
    }
    return agent().descriptors();
  }

  /** From now on, closed sockets and channels are told to those who wait; if there is an agent. */
  public static void watchClosing() {
    if (isAgentPresent()) {
      agent().watchClosing();
    }
  }

  /**
   * The agent of this JVM.
   *
   * @throws IllegalStateException if there is none
   */
  static Agent agent() {
    Agent present = agent;
    if (present == null) {
      throw new IllegalStateException(AGENT_MISSING);
    }
    return present;
  }

  /** The agent, or null when there is none: for diagnosis only. */
  static Agent agentOrNull() {
    return agent;
  }

  /**
   * A private field of a class of the JDK, one of a few; empty without an agent, or if this JDK has
   * none such.
   */
  public static Optional<VarHandle> jdkField(Class<?> owner, String name) {
    Agent present = agent;
    return present == null ? Optional.empty() : present.jdkField(owner, name);
  }

  /** The same for a method. */
  public static Optional<MethodHandle> jdkMethod(Class<?> owner, String name, MethodType type) {
    Agent present = agent;
    return present == null ? Optional.empty() : present.jdkMethod(owner, name, type);
  }

  /**
   * The twin in the companion of a class of the JDK, of the method that a call on a receiver of
   * this class reaches; empty when there is none.
   *
   * @param plain the type of the method, without the receiver
   */
  public static Optional<MethodHandle> copiedTwin(
      Class<?> receiver, String name, MethodType plain) {
    return agent == null
        ? Optional.empty()
        : CompanionCalls.twin(
            receiver, TWIN_PREFIX + name, plain.appendParameterTypes(FrameStack.class));
  }

  /** To be called before the first task runs: from now on tasks may be owners of locks. */
  public static void tasksBegin() {
    Agent present = agent;
    if (present != null) {
      present.tasksBegin();
    }
  }

  /** See {@link Agent#explainPlainCall}; empty without an agent. */
  public static Optional<PlainReason> explainPlainCall(
      Class<?> caller, String methodName, String descriptor, int line) {
    Agent present = agent;
    return present == null
        ? Optional.empty()
        : present.explainPlainCall(caller, methodName, descriptor, line);
  }

  /** See {@link Agent#explainPlainBody}; empty without an agent. */
  public static Optional<PlainReason> explainPlainBody(
      Class<?> owner, String methodName, String descriptor, int line) {
    Agent present = agent;
    return present == null
        ? Optional.empty()
        : present.explainPlainBody(owner, methodName, descriptor, line);
  }

  /** What every operation that needs the agent says when it is not there. */
  public static final String AGENT_MISSING =
      "Weft's agent is not running, so no method can suspend; "
          + "start the JVM with -javaagent:weft-agent.jar";
}
