package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Turns the tree of a program into class files.
 *
 * <pre>
 * program:seed   class...
 * class:name|super|interfaces|access   field:name|descriptor|access... method...
 * method:name|descriptor|access|locals   block (none if abstract); |fuel behind it: ends when
 *                                        there is no fuel left
 * </pre>
 */
public final class ProgramEmitter {
  private final Map<String, String> supers = new HashMap<>();
  private final MethodEmitter.Lines lines = new MethodEmitter.Lines();

  private ProgramEmitter() {}

  /**
   * A program that can be run.
   *
   * @param classes class files by internal name
   * @param lockedLines the lines inside of synchronized statements
   */
  public record Emitted(Map<String, byte[]> classes, BitSet lockedLines) {}

  /**
   * The class files of a program.
   *
   * @throws IllegalArgumentException if the tree is no program
   */
  public static Emitted emit(Node program) {
    ProgramEmitter emitter = new ProgramEmitter();
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (Node type : program.children()) {
      emitter.supers.put(type.argument(0), isInterface(type) ? Names.OBJECT : type.argument(1));
    }
    for (Node type : program.children()) {
      classes.put(type.argument(0), emitter.emitClass(type));
    }
    return new Emitted(classes, emitter.lines.locked());
  }

  private static boolean isInterface(Node type) {
    return (type.number(3) & Opcodes.ACC_INTERFACE) != 0;
  }

  private byte[] emitClass(Node type) {
    ClassNode out = new ClassNode();
    String interfaces = type.argument(2);
    out.visit(
        Opcodes.V17,
        type.number(3),
        type.argument(0),
        null,
        type.argument(1),
        interfaces.isEmpty() ? null : interfaces.split(","));
    String simpleName = type.argument(0).substring(Names.PACKAGE.length());
    out.visitSource(simpleName + ".tree", null);
    List<Node> fields = new ArrayList<>();
    for (Node member : type.children()) {
      if (member.op().equals("field")) {
        fields.add(member);
        out.visitField(member.number(2), member.argument(0), member.argument(1), null, null);
      } else {
        out.methods.add(emitMethod(member, type));
      }
    }
    if (!isInterface(type)) {
      Extras.addText(out, simpleName, fields);
    }
    ClassWriter writer = new Writer();
    out.accept(writer);
    byte[] bytes = writer.toByteArray();
    ClassNode finished = new ClassNode();
    new ClassReader(bytes).accept(finished, ClassReader.EXPAND_FRAMES);
    if (!DeadCode.insert(finished)) {
      return bytes;
    }
    ClassWriter again = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    finished.accept(again);
    return again.toByteArray();
  }

  private MethodNode emitMethod(Node member, Node type) {
    MethodNode method =
        new MethodNode(
            Opcodes.ASM9, member.number(2), member.argument(0), member.argument(1), null, null);
    if (!member.children().isEmpty()) {
      method.visitCode();
      MethodEmitter emitter = new MethodEmitter(method, lines, member.number(3));
      if (method.name.equals("<init>")) {
        method.visitVarInsn(Opcodes.ALOAD, 0);
        emitter.call(Opcodes.INVOKESPECIAL, type.argument(1), "<init>", "()V", false);
      }
      emitter.line();
      if (member.arguments().length > 4) {
        emitFuelTest(method, emitter);
      }
      emitter.statement(member.child(0));
      emitter.pushDefault(Type.getReturnType(method.desc));
      method.visitInsn(Type.getReturnType(method.desc).getOpcode(Opcodes.IRETURN));
      method.visitMaxs(0, 0);
      method.tryCatchBlocks.removeIf(block -> isEmpty(block));
    }
    method.visitEnd();
    return method;
  }

  /** A method that others may call again and again returns at once when there is no fuel left. */
  private static void emitFuelTest(MethodNode method, MethodEmitter emitter) {
    Label go = new Label();
    method.visitMethodInsn(Opcodes.INVOKESTATIC, Names.PROBE, "fuel", "()Z", false);
    method.visitJumpInsn(Opcodes.IFNE, go);
    emitter.pushDefault(Type.getReturnType(method.desc));
    method.visitInsn(Type.getReturnType(method.desc).getOpcode(Opcodes.IRETURN));
    method.visitLabel(go);
  }

  private static boolean isEmpty(TryCatchBlockNode block) {
    for (AbstractInsnNode at = block.start; at != block.end; at = at.getNext()) {
      if (at.getOpcode() >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Finds common superclasses without loading generated classes. */
  private final class Writer extends ClassWriter {
    Writer() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      List<String> ancestors = ancestors(first);
      for (String candidate : ancestors(second)) {
        if (ancestors.contains(candidate)) {
          return candidate;
        }
      }
      return Names.OBJECT;
    }

    private List<String> ancestors(String name) {
      List<String> found = new ArrayList<>();
      for (String at = name; at != null; at = superOf(at)) {
        found.add(at);
      }
      return found;
    }

    private String superOf(String name) {
      if (name.equals(Names.OBJECT)) {
        return null;
      }
      String known = supers.get(name);
      if (known != null) {
        return known;
      }
      try {
        Class<?> type = Class.forName(name.replace('/', '.'), false, null).getSuperclass();
        return type == null ? Names.OBJECT : Type.getInternalName(type);
      } catch (ClassNotFoundException e) {
        return Names.OBJECT;
      }
    }
  }
}
