package dev.weft.fuzz.run;

import dev.weft.fuzz.emit.Names;
import dev.weft.fuzz.emit.ProgramEmitter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The program as it was generated, and what it does: when its classes are initialised on the way,
 * and when they have been.
 */
final class PlainProgram {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** A program that refers to what is not there, or may not be used, is none. */
  private static final Pattern LINKAGE =
      Pattern.compile(
          "java\\.lang\\.(NoClassDefFound|NoSuchMethod|NoSuchField|AbstractMethod|IllegalAccess|"
              + "IncompatibleClassChange|BootstrapMethod|Verify|ClassFormat|Instantiation|StackOverflow)Error");

  private static final String PROGRAM = "fuzzed.";

  private final BitSet lockedLines;
  private final Set<String> synchronizedMethods = new HashSet<>();
  private Context first;
  private Context later;
  private String firstOutcome = "";
  private String laterOutcome = "";
  private String refusal;

  /** Runs the program, on the current thread, which is a worker. */
  PlainProgram(ProgramEmitter.Emitted emitted) {
    this.lockedLines = emitted.lockedLines();
    emitted.classes().values().forEach(this::findSynchronized);
    try {
      ProgramLoader loader = new ProgramLoader(emitted.classes());
      for (String name : emitted.classes().keySet()) {
        loader.verify(name);
      }
      Class<?> main = loader.loadClass(Names.MAIN.replace('/', '.'));
      MethodHandle entry =
          MethodHandles.publicLookup()
              .findStatic(main, Names.ENTRY, MethodType.methodType(void.class));
      first = new Context(Schedule.NEVER, new BitSet(), this::isPinnedHere);
      firstOutcome = run(entry, first);
      later = new Context(Schedule.NEVER, new BitSet(), this::isPinnedHere);
      laterOutcome = run(entry, later);
      if (LINKAGE.matcher(firstOutcome + laterOutcome).find()) {
        refusal = firstOutcome;
      }
    } catch (LinkageError | ReflectiveOperationException e) {
      refusal = Trial.trace(e);
    }
  }

  private static String run(MethodHandle entry, Context context) {
    Worker.serve(context);
    try {
      entry.invokeExact();
      return Outcome.returned(context);
    } catch (Throwable e) {
      return Outcome.threw(context, e);
    }
  }

  /** Why the JVM does not take the program. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  String first() {
    return firstOutcome;
  }

  String later() {
    return laterOutcome;
  }

  BitSet firstPinned() {
    return first.pinned();
  }

  BitSet laterPinned() {
    return later.pinned();
  }

  int points() {
    return later.points();
  }

  private void findSynchronized(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    String owner = reader.getClassName().replace('/', '.');
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
              synchronizedMethods.add(owner + "." + name + descriptor);
            }
            return null;
          }
        },
        ClassReader.SKIP_CODE);
  }

  /**
   * Whether, were the program woven, a suspension here would find a frame in its way: a monitor, a
   * constructor or class initialiser, or code of the JDK.
   */
  private boolean isPinnedHere() {
    return WALKER.walk(
        frames -> {
          boolean[] entered = new boolean[1];
          return frames
              .takeWhile(
                  frame -> {
                    boolean before = entered[0];
                    entered[0] |= isEntry(frame);
                    return !before;
                  })
              .anyMatch(this::pins);
        });
  }

  private static boolean isEntry(StackWalker.StackFrame frame) {
    return frame.getMethodName().equals(Names.ENTRY)
        && frame.getClassName().equals(Names.MAIN.replace('/', '.'));
  }

  private boolean pins(StackWalker.StackFrame frame) {
    String owner = frame.getClassName();
    if (!owner.startsWith(PROGRAM)) {
      return owner.startsWith("java.") || owner.equals(Plain.class.getName());
    }
    String name = frame.getMethodName();
    return name.startsWith("<")
        || lockedLines.get(frame.getLineNumber())
        || synchronizedMethods.contains(owner + "." + name + frame.getDescriptor());
  }
}
