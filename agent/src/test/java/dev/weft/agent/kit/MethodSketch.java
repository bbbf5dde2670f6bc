package dev.weft.agent.kit;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.names.RuntimeNames;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A static method {@code t/A.m} from its code, as the analysis gets it: read from a class file. */
public final class MethodSketch {
  /** The name of a method that test code calls to have a place to ask about. */
  public static final String POINT = "point";

  private MethodSketch() {}

  /** The method with this descriptor and code; it returns zero at its end. */
  public static MethodNode of(String descriptor, Consumer<MethodVisitor> code) {
    byte[] bytes =
        ClassSketch.ofClass("t/A")
            .method(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "m" + descriptor, code)
            .bytes();
    ClassNode type = new ClassNode(RuntimeNames.ASM_API);
    new ClassReader(bytes).accept(type, ClassReader.EXPAND_FRAMES);
    return type.methods.get(0);
  }

  /** The facts about such a method. */
  public static MethodFacts facts(String descriptor, Consumer<MethodVisitor> code) {
    return MethodFacts.of("t/A", of(descriptor, code));
  }

  /** Emits the call {@code t/A.point()}, whose index {@link #pointOf} finds. */
  public static void point(MethodVisitor mv) {
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, "t/A", POINT, "()V", false);
  }

  /** The index of the only call of {@code point}. */
  public static int pointOf(MethodFacts facts) {
    return pointOf(facts, 1);
  }

  /** The index of call number {@code n} of {@code point}, counted from 1. */
  public static int pointOf(MethodFacts facts, int n) {
    int seen = 0;
    for (int i = 0; i < facts.flow().size(); i++) {
      if (facts.flow().instruction(i) instanceof MethodInsnNode call
          && call.name.equals(POINT)
          && ++seen == n) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no point " + n);
  }
}
