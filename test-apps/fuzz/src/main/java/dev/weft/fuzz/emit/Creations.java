package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Emits the creation of objects: {@code new:class|constructor descriptor|pattern}. Between {@code
 * NEW} and {@code <init>} stand the arguments, which may suspend.
 *
 * <pre>
 * dup     NEW DUP args init
 * copies  NEW DUP DUP DUP args init, the copies compared    (number behind it: copies3)
 * swap    first argument, NEW DUP_X1 SWAP other args init   (one-slot first argument)
 * local   NEW DUP DUP ASTORE args init, POP, ALOAD
 * only    NEW ASTORE ALOAD args init ALOAD
 * mixed   NEW DUP first argument SWAP other args            (stack: object, int, object)
 *         needs a constructor that begins with an int, which is noted and used
 * newv    NEW args init                                     (a statement: no copy is left)
 * </pre>
 */
final class Creations {
  private static final String SAME = "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;";

  private final MethodEmitter emitter;
  private final MethodVisitor mv;

  Creations(MethodEmitter emitter) {
    this.emitter = emitter;
    this.mv = emitter.mv;
  }

  void emitUnused(Node node) {
    create(node);
    arguments(node.children());
    construct(node);
  }

  String emit(Node node) {
    String pattern = node.argument(2);
    if (pattern.startsWith("copies")) {
      copies(node, Integer.parseInt(pattern.substring(6)));
    } else {
      switch (pattern) {
        case "dup" -> {
          create(node);
          mv.visitInsn(Opcodes.DUP);
          arguments(node.children());
          construct(node);
        }
        case "swap" -> swapped(node);
        case "local" -> inLocal(node);
        case "only" -> onlyInLocal(node);
        case "mixed" -> mixed(node);
        default -> throw new IllegalArgumentException("no pattern: " + pattern);
      }
    }
    return "L" + node.argument(0) + ";";
  }

  private void create(Node node) {
    mv.visitTypeInsn(Opcodes.NEW, node.argument(0));
  }

  private void arguments(List<Node> nodes) {
    nodes.forEach(emitter::expression);
  }

  private void construct(Node node) {
    emitter.call(Opcodes.INVOKESPECIAL, node.argument(0), "<init>", node.argument(1), false);
  }

  private void copies(Node node, int count) {
    create(node);
    for (int i = 0; i < count; i++) {
      mv.visitInsn(Opcodes.DUP);
    }
    arguments(node.children());
    construct(node); // …, object × count
    for (int i = 1; i < count; i++) {
      emitter.callStatic(Names.LOG, "same", SAME);
      mv.visitTypeInsn(Opcodes.CHECKCAST, node.argument(0));
    }
  }

  private void swapped(Node node) {
    emitter.expression(node.child(0)); // …, argument
    create(node); // …, argument, object
    mv.visitInsn(Opcodes.DUP_X1); // …, object, argument, object
    mv.visitInsn(Opcodes.SWAP); // …, object, object, argument
    arguments(node.children().subList(1, node.children().size()));
    construct(node);
  }

  private void inLocal(Node node) {
    int local = emitter.temporary(1);
    create(node);
    mv.visitInsn(Opcodes.DUP);
    mv.visitInsn(Opcodes.DUP);
    mv.visitVarInsn(Opcodes.ASTORE, local); // …, object, object
    arguments(node.children());
    construct(node); // …, object
    mv.visitVarInsn(Opcodes.ALOAD, local);
    emitter.callStatic(Names.LOG, "same", SAME);
    mv.visitTypeInsn(Opcodes.CHECKCAST, node.argument(0));
  }

  private void onlyInLocal(Node node) {
    int local = emitter.temporary(1);
    create(node);
    mv.visitVarInsn(Opcodes.ASTORE, local);
    mv.visitVarInsn(Opcodes.ALOAD, local);
    arguments(node.children());
    construct(node); // …
    mv.visitVarInsn(Opcodes.ALOAD, local);
  }

  private void mixed(Node node) {
    create(node); // …, object
    mv.visitInsn(Opcodes.DUP); // …, object, object
    emitter.expression(node.child(0)); // …, object, object, int
    mv.visitInsn(Opcodes.DUP_X1); // …, object, int, object, int
    arguments(node.children().subList(1, node.children().size()));
    construct(node); // …, object, int
    emitter.note("I", true); // …, object
  }
}
