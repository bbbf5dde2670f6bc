package dev.weft.agent.names;

import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Every name and descriptor of the runtime that woven code refers to, and the ASM API level. */
public final class RuntimeNames {
  /** The one ASM API level of all visitors. */
  public static final int ASM_API = Opcodes.ASM9;

  /** Must equal {@code dev.weft.abi.Abi.VERSION}; a test compares them. */
  public static final int ABI_VERSION = 2;

  /** Name of the class attribute that marks a woven class. */
  public static final String ATTRIBUTE = "dev.weft.Woven";

  /** The attribute of a class that was woven at load, with the class file as it was before. */
  public static final String ORIGINAL_ATTRIBUTE = "dev.weft.Original";

  /** Must equal {@code dev.weft.abi.OtherAgents.MARK}; a test compares them. */
  public static final long ORIGINAL_MARK = 0x574546544F524947L; // "WEFTORIG"

  public static final String TWIN_PREFIX = "$weft$";
  public static final String RESUME_PREFIX = "$weft-resume$";
  public static final String LAMBDA_PREFIX = "$weft-lambda$";
  public static final String RESUMER_PREFIX = "$weft-resumer$";

  public static final String RUNTIME_PACKAGE = "dev/weft/";
  public static final String SUSPENDABLE = "Ldev/weft/Suspendable;";
  public static final String TWIN_ANNOTATION = "Ldev/weft/abi/Twin;";
  public static final String PASSES_STACK = "Ldev/weft/abi/PassesStack;";

  public static final String OTHER_AGENTS = "dev/weft/abi/OtherAgents";
  public static final String FRAME = "dev/weft/abi/Frame";
  public static final String ARRAY_FRAME = "dev/weft/abi/ArrayFrame";
  public static final String STACK = "dev/weft/abi/FrameStack";
  public static final String STACK_DESCRIPTOR = "Ldev/weft/abi/FrameStack;";
  public static final String RESUMER = "dev/weft/abi/Resumer";
  public static final String RESUMER_DESCRIPTOR = "Ldev/weft/abi/Resumer;";
  public static final String MARKER_PACKAGE = "dev/weft/abi/marker/";
  public static final String CHAOS = "dev/weft/abi/Chaos";
  public static final String HOLD = "dev/weft/abi/Hold";
  public static final String CHECK = "check";
  public static final String TASK_MONITORS = "dev/weft/waiting/TaskMonitors";
  public static final String MONITOR_WAITS = "dev/weft/waiting/MonitorWaits";
  public static final String JDK_SOCKETS = "dev/weft/io/JdkSockets";
  public static final String JDK_STREAMS = "dev/weft/io/JdkStreams";
  public static final String RESUME_DESCRIPTOR = "(Ldev/weft/abi/Frame;Ldev/weft/abi/FrameStack;)V";

  private static final String BOOTSTRAPS = "dev/weft/abi/Bootstraps";
  private static final String LOOKUP_NAME =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;";
  private static final String SITE =
      "Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)";

  public static final Handle RESUMER_CONSTANT =
      bootstrap("resumer", LOOKUP_NAME + "Ljava/lang/Class;" + SITE + RESUMER_DESCRIPTOR);

  public static final Handle RESUMER_CALL_SITE =
      bootstrap(
          "resumerCallSite",
          LOOKUP_NAME + "Ljava/lang/invoke/MethodType;" + SITE + "Ljava/lang/invoke/CallSite;");

  public static final Handle LAMBDA =
      bootstrap(
          "lambda",
          LOOKUP_NAME
              + "Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;");

  public static final Handle DYNAMIC_CALL =
      bootstrap(
          "call",
          LOOKUP_NAME
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;I)"
              + "Ljava/lang/invoke/CallSite;");

  public static final Handle INHERITED =
      bootstrap(
          "inherited",
          LOOKUP_NAME
              + "Ljava/lang/invoke/MethodType;Ljava/lang/Class;I)Ljava/lang/invoke/CallSite;");

  /** The packages of the runtime; others below {@link #RUNTIME_PACKAGE} are not its own. */
  private static final Set<String> RUNTIME_PACKAGES =
      Set.of(
          "dev/weft",
          "dev/weft/abi",
          "dev/weft/abi/marker",
          "dev/weft/channel",
          "dev/weft/continuation",
          "dev/weft/debug",
          "dev/weft/generator",
          "dev/weft/greenlet",
          "dev/weft/hub",
          "dev/weft/interop",
          "dev/weft/io",
          "dev/weft/patch",
          "dev/weft/report",
          "dev/weft/sync",
          "dev/weft/waiting");

  private RuntimeNames() {}

  /** Whether a class belongs to the runtime. */
  public static boolean isRuntime(String internalName) {
    return internalName.startsWith(RUNTIME_PACKAGE)
        && RUNTIME_PACKAGES.contains(internalName.substring(0, internalName.lastIndexOf('/')));
  }

  private static Handle bootstrap(String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKESTATIC, BOOTSTRAPS, name, descriptor, false);
  }

  /** The name of the woven twin of a method. */
  public static String twinName(String methodName) {
    return TWIN_PREFIX + methodName;
  }

  /** The descriptor of the woven twin: the stack comes last. */
  public static String twinDescriptor(String descriptor) {
    int end = descriptor.lastIndexOf(')');
    return descriptor.substring(0, end) + STACK_DESCRIPTOR + descriptor.substring(end);
  }

  /** The descriptor of the static method that stands for one of the JDK's: the receiver first. */
  public static String substituteDescriptor(String owner, String descriptor, boolean isStatic) {
    return isStatic ? descriptor : "(L" + owner + ";" + descriptor.substring(1);
  }

  /** The descriptor of the guard of a substitute with this descriptor: the caller comes last. */
  public static String guardDescriptor(String substituteDescriptor) {
    int end = substituteDescriptor.lastIndexOf(')');
    return substituteDescriptor.substring(0, end) + "Ljava/lang/Class;)Z";
  }

  /** Whether a method has the name and descriptor shape of a twin. */
  public static boolean isTwin(String name, String descriptor) {
    return name.startsWith(TWIN_PREFIX)
        && !name.startsWith(RESUME_PREFIX)
        && descriptor.contains(STACK_DESCRIPTOR + ")");
  }

  /** The descriptor of the plain method of a twin. */
  public static String plainDescriptor(String twinDescriptor) {
    return twinDescriptor.replace(STACK_DESCRIPTOR + ")", ")");
  }

  /** The name of a resume body. */
  public static String resumeName(int number, String methodName) {
    return RESUME_PREFIX + number + "$" + methodName;
  }

  /**
   * The letter group of a type as the ABI's method names spell it: {@code Int} for int and smaller
   * types, {@code Reference} for objects and arrays.
   */
  public static String kindName(Type type) {
    return switch (type.getSort()) {
      case Type.VOID -> "Void";
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> "Int";
      case Type.LONG -> "Long";
      case Type.FLOAT -> "Float";
      case Type.DOUBLE -> "Double";
      default -> "Reference";
    };
  }

  /** The descriptor of the kind of a type: that of int for smaller ones, Object for references. */
  public static String kindDescriptor(Type type) {
    return switch (type.getSort()) {
      case Type.VOID -> "V";
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> "I";
      case Type.LONG -> "J";
      case Type.FLOAT -> "F";
      case Type.DOUBLE -> "D";
      default -> "Ljava/lang/Object;";
    };
  }
}
