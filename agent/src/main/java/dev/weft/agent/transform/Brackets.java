package dev.weft.agent.transform;

import dev.weft.agent.discover.BlockingMethods.BlockingMethod;
import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Copies a method, and puts the calls of the report around its blocking calls, in place.
 *
 * <pre>
 *   start = BlockingCalls.begin(site)
 *   try { the call } catch (Throwable e) { BlockingCalls.end(start, site); throw e; }
 *   BlockingCalls.end(start, site)
 * </pre>
 *
 * <p>The handler stands behind the call, so the try blocks of the method that cover the call cover
 * it, too.
 */
abstract class Brackets extends AnalyzerAdapter {
  private static final String RECORDER = "dev/weft/report/BlockingCalls";

  private final List<TryCatchBlockNode> brackets;

  /** The local that keeps the start time, two slots; temporaries follow. */
  private final int start;

  private int line;
  private int calls;

  Brackets(ClassNode type, MethodNode method, MethodNode out, List<TryCatchBlockNode> brackets) {
    super(RuntimeNames.ASM_API, type.name, method.access, method.name, method.desc, out);
    this.brackets = brackets;
    this.start = method.maxLocals;
  }

  /** What a call may block in. */
  abstract Optional<BlockingMethod> blocking(MethodInsnNode call);

  /**
   * The number of a place; negative to leave the call alone.
   *
   * @param number of the call in the method, from 0 on
   */
  abstract int siteOf(MethodInsnNode call, BlockingMethod found, int number, int line);

  @Override
  public void visitLineNumber(int number, Label label) {
    line = number;
    super.visitLineNumber(number, label);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    int number = calls++;
    MethodInsnNode call = new MethodInsnNode(opcode, owner, name, descriptor, isInterface);
    // Unreachable code has no types, and an object under construction lets no handler be.
    Optional<BlockingMethod> found =
        locals == null || locals.contains(Opcodes.UNINITIALIZED_THIS)
            ? Optional.empty()
            : blocking(call);
    int site = found.isPresent() ? siteOf(call, found.get(), number, line) : -1;
    if (site < 0) {
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    } else {
      bracket(call, site, found.get().byReceiver() && opcode != Opcodes.INVOKESTATIC);
    }
  }

  // stack: below …, [receiver], arguments …
  private void bracket(MethodInsnNode call, int site, boolean withReceiver) {
    List<Object> before = merged(locals.subList(0, Math.min(start, locals.size())));
    if (withReceiver) {
      beginWithReceiver(Type.getArgumentTypes(call.desc), site);
    } else {
      super.visitLdcInsn(site); // …, site
      visitRecorder("begin", "(I)J"); // …, start
      super.visitVarInsn(Opcodes.LSTORE, start); // …
    }

    Label from = new Label();
    Label to = new Label();
    Label handler = new Label();
    Label join = new Label();
    super.visitLabel(from);
    super.visitMethodInsn(
        call.getOpcode(), call.owner, call.name, call.desc, call.itf); // …, result
    super.visitLabel(to);
    List<Object> localsBehind = merged(locals.subList(0, Math.min(start, locals.size())));
    List<Object> stackBehind = merged(stack);
    visitEnd(site); // …, result
    super.visitJumpInsn(Opcodes.GOTO, join);

    List<Object> inHandler = withStart(before);
    super.visitLabel(handler);
    super.visitFrame(
        Opcodes.F_NEW,
        inHandler.size(),
        inHandler.toArray(),
        1,
        new Object[] {"java/lang/Throwable"}); // exception
    visitEnd(site); // exception
    super.visitInsn(Opcodes.ATHROW);

    super.visitLabel(join);
    super.visitFrame(
        Opcodes.F_NEW,
        localsBehind.size(),
        localsBehind.toArray(),
        stackBehind.size(),
        stackBehind.toArray()); // …, result
    super.visitInsn(Opcodes.NOP); // the method may have a stack map of its own here
    brackets.add(new TryCatchBlockNode(node(from), node(to), node(handler), null));
  }

  // stack: …, receiver, arguments …
  private void beginWithReceiver(Type[] arguments, int site) {
    int next = start + 2;
    for (int i = arguments.length - 1; i >= 0; i--) {
      super.visitVarInsn(arguments[i].getOpcode(Opcodes.ISTORE), next); // …, receiver, …
      next += arguments[i].getSize();
    }
    super.visitInsn(Opcodes.DUP); // …, receiver, receiver
    super.visitLdcInsn(site); // …, receiver, receiver, site
    visitRecorder("begin", "(Ljava/lang/Object;I)J"); // …, receiver, start
    super.visitVarInsn(Opcodes.LSTORE, start); // …, receiver
    for (Type argument : arguments) {
      next -= argument.getSize();
      super.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), next); // …, receiver, arguments …
    }
  }

  private void visitEnd(int site) {
    super.visitVarInsn(Opcodes.LLOAD, start); // …, start
    super.visitLdcInsn(site); // …, start, site
    visitRecorder("end", "(JI)V"); // …
  }

  private void visitRecorder(String name, String descriptor) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, RECORDER, name, descriptor, false);
  }

  private static LabelNode node(Label label) {
    return (LabelNode) label.info;
  }

  /** Types as a stack map has them: a long and a double is one. */
  private static List<Object> merged(List<Object> slots) {
    List<Object> types = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Object type = slots.get(i);
      types.add(type);
      if (type == Opcodes.LONG || type == Opcodes.DOUBLE) {
        i++;
      }
    }
    return types;
  }

  private static int slotsOf(List<Object> types) {
    int slots = 0;
    for (Object type : types) {
      slots += type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
    }
    return slots;
  }

  /** The locals, and behind all that the method has, the start time. */
  private List<Object> withStart(List<Object> types) {
    List<Object> all = new ArrayList<>(types);
    for (int slot = slotsOf(types); slot < start; slot++) {
      all.add(Opcodes.TOP);
    }
    all.add(Opcodes.LONG);
    return all;
  }
}
