package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Emits expressions; each tells the descriptor of the value it leaves. */
final class Expressions {
  private static final Handle CONCATENATE =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/invoke/StringConcatFactory",
          "makeConcatWithConstants",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
          false);
  private static final Handle METAFACTORY =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/invoke/LambdaMetafactory",
          "metafactory",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
              + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
          false);

  private final MethodEmitter emitter;
  private final Creations creations;

  Expressions(MethodEmitter emitter) {
    this.emitter = emitter;
    this.creations = new Creations(emitter);
  }

  String emit(Node node) {
    return switch (node.op()) {
      case "const" -> Constants.emit(emitter, node);
      case "load" -> load(node);
      case "op" -> operation(node);
      case "test" -> test(node);
      case "cond" -> conditional(node);
      case "choose" -> choose(node);
      case "sus" -> suspending(node);
      case "raise" -> raise(node);
      case "call" -> call(node);
      case "new" -> creations.emit(node);
      case "get" -> get(node);
      case "incf" -> incrementField(node);
      case "inca" -> incrementElement(node);
      case "newarray" -> newArray(node);
      case "multi" -> multi(node);
      case "geta" -> element(node);
      case "length" -> {
        emit(node.child(0));
        emitter.mv.visitInsn(Opcodes.ARRAYLENGTH);
        yield "I";
      }
      case "cast" -> cast(node);
      case "is" -> {
        emit(node.child(0));
        emitter.mv.visitTypeInsn(Opcodes.INSTANCEOF, internal(node.argument()));
        yield "I";
      }
      case "assign" -> assign(node);
      case "seq" -> sequence(node);
      case "concat" -> concatenate(node);
      case "lambda" -> lambda(node);
      default -> throw new IllegalArgumentException("no expression: " + node.op());
    };
  }

  static String internal(String descriptor) {
    return Type.getType(descriptor).getInternalName();
  }

  private String load(Node node) {
    Type type = Type.getType(node.argument(0));
    emitter.mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), node.number(1));
    return node.argument(0);
  }

  private String operation(Node node) {
    Operation operation = Operation.named(node.argument());
    node.children().forEach(this::emit);
    emitter.mv.visitInsn(operation.opcode());
    return operation.gives();
  }

  private String test(Node node) {
    Label no = new Label();
    Label end = new Label();
    jumpUnless(node, no);
    emitter.mv.visitInsn(Opcodes.ICONST_1);
    emitter.mv.visitJumpInsn(Opcodes.GOTO, end);
    emitter.mv.visitLabel(no);
    emitter.mv.visitInsn(Opcodes.ICONST_0);
    emitter.mv.visitLabel(end);
    return "I";
  }

  /** A test holds unless its jump, which is named by the node, is taken. */
  void jumpUnless(Node node, Label otherwise) {
    if (node.op().equals("test")) {
      node.children().forEach(this::emit);
      emitter.mv.visitJumpInsn(Operation.opcode(node.argument()), otherwise);
    } else {
      emit(node);
      emitter.mv.visitJumpInsn(Opcodes.IFEQ, otherwise);
    }
  }

  private String conditional(Node node) {
    Label no = new Label();
    Label end = new Label();
    jumpUnless(node.child(0), no);
    emit(node.child(1));
    emitter.mv.visitJumpInsn(Opcodes.GOTO, end);
    emitter.mv.visitLabel(no);
    emit(node.child(2));
    emitter.mv.visitLabel(end);
    return node.argument();
  }

  /** {@code choose:type|table|0,1}: selector, value for each key, other value. */
  private String choose(Node node) {
    emit(node.child(0));
    List<Node> values = node.children().subList(1, node.children().size());
    Label[] labels =
        Statements.emitSwitch(emitter, node.argument(1), node.argument(2), values.size() - 1);
    Label end = new Label();
    for (int i = 0; i < labels.length; i++) {
      emitter.mv.visitLabel(labels[i]);
      emit(values.get(i));
      emitter.mv.visitJumpInsn(Opcodes.GOTO, end);
    }
    emitter.mv.visitLabel(end);
    return node.argument(0);
  }

  private String suspending(Node node) {
    emit(node.child(0));
    String type = node.argument();
    boolean exact = type.equals("[I") || type.equals("Ljava/lang/Throwable;");
    boolean reference = Operation.stackKind(type).equals("A") && !exact;
    String passed = reference ? Names.OBJECT_DESCRIPTOR : type;
    emitter.callStatic(Names.PROBE, "s", "(" + passed + ")" + passed);
    if (reference && !type.equals(Names.OBJECT_DESCRIPTOR)) {
      emitter.mv.visitTypeInsn(Opcodes.CHECKCAST, internal(type));
    }
    return type;
  }

  /** {@code raise:kind}: suspends, then throws. */
  private String raise(Node node) {
    emit(node.child(0));
    emitter.callStatic(Names.PROBE, "raise", "(I)I");
    return "I";
  }

  /** {@code call:invokestatic|owner|name|descriptor|isInterface}. */
  private String call(Node node) {
    node.children().forEach(this::emit);
    emitter.call(
        Operation.opcode(node.argument(0)),
        node.argument(1),
        node.argument(2),
        node.argument(3),
        node.argument(4).equals("true"));
    return Type.getReturnType(node.argument(3)).getDescriptor();
  }

  /** {@code get:owner|name|descriptor}; a child, if any, is the object. */
  private String get(Node node) {
    node.children().forEach(this::emit);
    emitter.mv.visitFieldInsn(
        node.children().isEmpty() ? Opcodes.GETSTATIC : Opcodes.GETFIELD,
        node.argument(0),
        node.argument(1),
        node.argument(2));
    return node.argument(2);
  }

  /** {@code incf:owner|name|descriptor|operation}: object, value; as {@code o.f += value}. */
  private String incrementField(Node node) {
    String type = node.argument(2);
    emit(node.child(0)); // …, object
    emitter.mv.visitInsn(Opcodes.DUP); // …, object, object
    emitter.mv.visitFieldInsn(Opcodes.GETFIELD, node.argument(0), node.argument(1), type);
    emit(node.child(1)); // …, object, old, value
    emitter.mv.visitInsn(Operation.named(node.argument(3)).opcode()); // …, object, new
    boolean wide = Type.getType(type).getSize() == 2;
    emitter.mv.visitInsn(wide ? Opcodes.DUP2_X1 : Opcodes.DUP_X1); // …, new, object, new
    emitter.mv.visitFieldInsn(Opcodes.PUTFIELD, node.argument(0), node.argument(1), type);
    return type;
  }

  /** {@code inca:element type|operation}: array, index, value; as {@code a[i] += value}. */
  private String incrementElement(Node node) {
    Type type = Type.getType(node.argument(0));
    emit(node.child(0)); // …, array
    emit(node.child(1)); // …, array, index
    emitter.mv.visitInsn(Opcodes.DUP2); // …, array, index, array, index
    emitter.mv.visitInsn(type.getOpcode(Opcodes.IALOAD)); // …, array, index, old
    emit(node.child(2)); // …, array, index, old, value
    emitter.mv.visitInsn(Operation.named(node.argument(1)).opcode()); // …, array, index, new
    emitter.mv.visitInsn(type.getSize() == 2 ? Opcodes.DUP2_X2 : Opcodes.DUP_X2);
    emitter.mv.visitInsn(type.getOpcode(Opcodes.IASTORE)); // …, new
    return node.argument(0);
  }

  private String newArray(Node node) {
    emit(node.child(0));
    Type element = Type.getType(node.argument());
    int code =
        switch (element.getSort()) {
          case Type.BOOLEAN -> Opcodes.T_BOOLEAN;
          case Type.BYTE -> Opcodes.T_BYTE;
          case Type.CHAR -> Opcodes.T_CHAR;
          case Type.SHORT -> Opcodes.T_SHORT;
          case Type.INT -> Opcodes.T_INT;
          case Type.LONG -> Opcodes.T_LONG;
          case Type.FLOAT -> Opcodes.T_FLOAT;
          case Type.DOUBLE -> Opcodes.T_DOUBLE;
          default -> -1;
        };
    if (code < 0) {
      emitter.mv.visitTypeInsn(Opcodes.ANEWARRAY, element.getInternalName());
    } else {
      emitter.mv.visitIntInsn(Opcodes.NEWARRAY, code);
    }
    return "[" + node.argument();
  }

  private String multi(Node node) {
    node.children().forEach(this::emit);
    emitter.mv.visitMultiANewArrayInsn(node.argument(), node.children().size());
    return node.argument();
  }

  private String element(Node node) {
    emit(node.child(0));
    emit(node.child(1));
    emitter.mv.visitInsn(Type.getType(node.argument()).getOpcode(Opcodes.IALOAD));
    return node.argument();
  }

  private String cast(Node node) {
    emit(node.child(0));
    emitter.mv.visitTypeInsn(Opcodes.CHECKCAST, internal(node.argument()));
    return node.argument();
  }

  /** {@code assign:type|slot}: stores a copy of the value and leaves it. */
  private String assign(Node node) {
    emit(node.child(0));
    Type type = Type.getType(node.argument(0));
    emitter.mv.visitInsn(type.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP);
    emitter.mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), node.number(1));
    return node.argument(0);
  }

  private String sequence(Node node) {
    int last = node.children().size() - 1;
    node.children().subList(0, last).forEach(emitter::statement);
    return emit(node.child(last));
  }

  private String concatenate(Node node) {
    StringBuilder descriptor = new StringBuilder("(");
    StringBuilder recipe = new StringBuilder();
    for (Node child : node.children()) {
      descriptor.append(emit(child));
      recipe.append('\u0001').append('.');
    }
    descriptor.append(")Ljava/lang/String;");
    emitter.line();
    emitter.mv.visitInvokeDynamicInsn(
        "makeConcatWithConstants", descriptor.toString(), CONCATENATE, recipe.toString());
    emitter.callStatic(Names.LOG, "bounded", "(Ljava/lang/String;)Ljava/lang/String;");
    return "Ljava/lang/String;";
  }

  /**
   * {@code lambda:interface|method|descriptor|written descriptor|tag|owner|name|descriptor|
   * isInterface}: children are captured.
   */
  private String lambda(Node node) {
    node.children().forEach(this::emit);
    StringBuilder captured = new StringBuilder("(");
    int own = node.number(4) == Opcodes.H_INVOKESTATIC ? 0 : 1;
    if (own > 0) {
      captured.append('L').append(node.argument(5)).append(';');
    }
    Type[] parameters = Type.getArgumentTypes(node.argument(7));
    for (int i = 0; i < node.children().size() - own; i++) {
      captured.append(parameters[i]);
    }
    String type = "L" + node.argument(0) + ";";
    emitter.line();
    emitter.mv.visitInvokeDynamicInsn(
        node.argument(1),
        captured + ")" + type,
        METAFACTORY,
        Type.getType(node.argument(2)),
        new Handle(
            node.number(4),
            node.argument(5),
            node.argument(6),
            node.argument(7),
            node.argument(8).equals("true")),
        Type.getType(node.argument(3)));
    return type;
  }
}
