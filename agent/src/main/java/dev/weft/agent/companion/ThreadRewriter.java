package dev.weft.agent.companion;

import dev.weft.agent.names.RuntimeNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lets threads be tasks: the methods of {@link Thread} first ask the runtime whether they are
 * called on one that is. Only bodies change.
 */
public final class ThreadRewriter extends ClassVisitor {
  private static final String THREADS = "dev/weft/patch/Threads";
  private static final String THREAD = "java/lang/Thread";
  private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";
  private static final String HOOKS = "java/lang/ApplicationShutdownHooks";
  private static final String FUTURE = "java/util/concurrent/CompletableFuture";
  private static final String TIMER = "java/util/Timer";
  private static final String START_IN = "start(Ljdk/internal/vm/ThreadContainer;)V";

  /** Methods of {@link Thread} that are answered by one of the same name, if it is a task. */
  private static final Map<String, String> ANSWERED =
      Map.of(
          "isAlive()Z", "isAlive",
          "getState()Ljava/lang/Thread$State;", "getState",
          "threadState()Ljava/lang/Thread$State;", "getState",
          "getStackTrace()[Ljava/lang/StackTraceElement;", "getStackTrace",
          "interrupt()V", "interrupt",
          "isInterrupted()Z", "isInterrupted");

  /** What must be there: without one of these threads stay threads. */
  private static final Map<String, Set<String>> REQUIRED =
      Map.of(
          THREAD,
              Set.of(
                  "start()V",
                  "isAlive()Z",
                  "getState()Ljava/lang/Thread$State;",
                  "getStackTrace()[Ljava/lang/StackTraceElement;",
                  "interrupt()V",
                  "isInterrupted()Z",
                  "creator"),
          LOCK_SUPPORT, Set.of("unpark(Ljava/lang/Thread;)V"));

  private final String owner;
  private final Set<String> done = new HashSet<>();

  private ThreadRewriter(String owner, ClassVisitor next) {
    super(RuntimeNames.ASM_API, next);
    this.owner = owner;
  }

  /** Whether a class of the JDK is to be changed. */
  public static boolean isConcerned(String internalName) {
    return REQUIRED.containsKey(internalName)
        || internalName.equals(HOOKS)
        || isOrIn(FUTURE, internalName)
        || isOrIn(TIMER, internalName);
  }

  private static boolean isOrIn(String outer, String name) {
    return name.equals(outer) || name.startsWith(outer + "$");
  }

  /** The classes that are to be changed before any thread can be a task. */
  public static List<String> required() {
    return List.of(THREAD, LOCK_SUPPORT);
  }

  /**
   * The class file with the changes; empty when it has none to make.
   *
   * @throws IllegalStateException if a method that has to be changed is not there
   */
  public static Optional<byte[]> rewrite(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    ThreadRewriter rewriter = new ThreadRewriter(reader.getClassName(), writer);
    reader.accept(rewriter, 0);
    Set<String> missing = new HashSet<>(REQUIRED.getOrDefault(rewriter.owner, Set.of()));
    missing.removeAll(rewriter.done);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(rewriter.owner + " has no " + missing);
    }
    return rewriter.done.isEmpty() ? Optional.empty() : Optional.of(writer.toByteArray());
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor mv = super.visitMethod(access, name, descriptor, signature, exceptions);
    if ((access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0) {
      return mv;
    }
    String key = name + descriptor;
    return switch (owner) {
      case THREAD -> inThread(mv, name, key);
      case LOCK_SUPPORT -> key.equals("unpark(Ljava/lang/Thread;)V") ? new Handled(mv, key) : mv;
      case HOOKS -> key.equals("runHooks()V") ? new Announced(mv, key) : mv;
      default -> new Replacing(mv);
    };
  }

  private MethodVisitor inThread(MethodVisitor mv, String name, String key) {
    if (key.equals("start()V") || key.equals(START_IN)) {
      return new Handled(mv, key);
    }
    if (name.equals("<init>")) {
      return new Making(mv);
    }
    if (key.equals("getAllThreads()[Ljava/lang/Thread;")) {
      return new Listing(mv);
    }
    return ANSWERED.containsKey(key) ? new Answered(mv, key) : mv;
  }

  /** A method that begins in another way. */
  private abstract class Start extends MethodVisitor {
    final String key;

    Start(MethodVisitor next, String key) {
      super(RuntimeNames.ASM_API, next);
      this.key = key;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      begin();
      done.add(key);
    }

    abstract void begin();

    final void callRuntime(String name, String descriptor) {
      visitMethodInsn(Opcodes.INVOKESTATIC, THREADS, name, descriptor, false);
    }

    /** Goes on as ever if there is a zero on the stack, else returns. */
    final void elseReturn(Runnable returning) {
      Label asEver = new Label();
      visitJumpInsn(Opcodes.IFEQ, asEver); // …
      returning.run();
      visitLabel(asEver);
      visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      visitInsn(Opcodes.NOP); // the original may have a frame at its first instruction
    }
  }

  /** {@code if (Threads.start(this)) return;} */
  private final class Handled extends Start {
    Handled(MethodVisitor next, String key) {
      super(next, key);
    }

    @Override
    void begin() {
      boolean inContainer = key.equals(START_IN);
      visitVarInsn(Opcodes.ALOAD, 0); // thread
      if (inContainer) {
        visitVarInsn(Opcodes.ALOAD, 1); // thread, container
      }
      callRuntime(
          key.substring(0, key.indexOf('(')),
          inContainer ? "(Ljava/lang/Thread;Ljava/lang/Object;)Z" : "(Ljava/lang/Thread;)Z");
      elseReturn(() -> visitInsn(Opcodes.RETURN));
    }
  }

  /** {@code if (Threads.isTask(this)) return Threads.getState(this);} */
  private final class Answered extends Start {
    Answered(MethodVisitor next, String key) {
      super(next, key);
    }

    @Override
    void begin() {
      Type result = Type.getReturnType(key.substring(key.indexOf('(')));
      visitVarInsn(Opcodes.ALOAD, 0); // thread
      callRuntime(
          key.contains("nterrupt") ? "isLiveTask" : "isTask", "(Ljava/lang/Thread;)Z"); // boolean
      elseReturn(
          () -> {
            visitVarInsn(Opcodes.ALOAD, 0); // thread
            callRuntime(ANSWERED.get(key), "(Ljava/lang/Thread;)" + result.getDescriptor());
            visitInsn(result.getOpcode(Opcodes.IRETURN));
          });
    }
  }

  /** {@code Threads.endWithJvm();} */
  private final class Announced extends Start {
    Announced(MethodVisitor next, String key) {
      super(next, key);
    }

    @Override
    void begin() {
      callRuntime("endWithJvm", "()V");
    }
  }

  /** A constructor: the thread that makes one is the task's own. */
  private final class Making extends MethodVisitor {
    Making(MethodVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String called, String name, String descriptor, boolean isInterface) {
      boolean asked = called.equals(THREAD) && name.equals("currentThread");
      if (asked) {
        done.add("creator");
      }
      super.visitMethodInsn(
          opcode, asked ? THREADS : called, asked ? "creator" : name, descriptor, isInterface);
    }
  }

  /**
   * What hands jobs to an executor asks the runtime to, which may start threads instead; and what
   * tells the thread of a timer.
   */
  private final class Replacing extends MethodVisitor {
    Replacing(MethodVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String called, String name, String descriptor, boolean isInterface) {
      if (called.equals("java/util/concurrent/Executor") && name.equals("execute")) {
        replace(THREADS, called, name, descriptor);
      } else if (isOrIn(TIMER, owner) && name.equals("notify")) {
        replace("dev/weft/patch/Timers", called, name, descriptor);
      } else {
        super.visitMethodInsn(opcode, called, name, descriptor, isInterface);
      }
    }

    private void replace(String by, String called, String name, String descriptor) {
      done.add(name);
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          by,
          name,
          RuntimeNames.substituteDescriptor(called, descriptor, false),
          false);
    }
  }

  /** What lists all threads: with those that are tasks. */
  private final class Listing extends MethodVisitor {
    Listing(MethodVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.ARETURN) {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            THREADS,
            "withTasks",
            "([Ljava/lang/Thread;)[Ljava/lang/Thread;",
            false);
        done.add("withTasks");
      }
      super.visitInsn(opcode);
    }
  }
}
