package dev.weft.fuzz.generate;

import static org.objectweb.asm.Opcodes.*;

import dev.weft.fuzz.emit.Names;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Declares functional interfaces, lambda expressions and method references, and calls of them. */
final class Functions {
  private static final String OWN = Names.PACKAGE + "F";

  private final ProgramGenerator program;
  private final Dice dice;
  private final Universe universe;

  /** A functional interface: its method as erased, and as written. */
  private record Shape(String owner, String name, String erased, String written) {}

  Functions(ProgramGenerator program) {
    this.program = program;
    this.dice = program.dice();
    this.universe = program.universe();
  }

  void declare() {
    List<Shape> shapes = new ArrayList<>();
    if (dice.chance(0.7)) {
      program.declare("F", "java/lang/Object", "", ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT);
      String descriptor = universe.descriptor();
      program.method(OWN, "f", descriptor, ACC_PUBLIC | ACC_ABSTRACT, 0);
      shapes.add(new Shape(OWN, "f", descriptor, descriptor));
    }
    String generic = "(" + Universe.OBJECT + ")" + Universe.OBJECT;
    List<Shape> jdk =
        List.of(
            new Shape("java/util/function/IntUnaryOperator", "applyAsInt", "(I)I", "(I)I"),
            new Shape(
                "java/util/function/Function",
                "apply",
                generic,
                "(" + Universe.INTEGER + ")" + Universe.INTEGER),
            new Shape(
                "java/util/function/Supplier",
                "get",
                "()" + Universe.OBJECT,
                "()" + dice.of(Universe.INTEGER, Universe.STRING, Universe.OBJECT)),
            new Shape("java/util/function/LongBinaryOperator", "applyAsLong", "(JJ)J", "(JJ)J"),
            new Shape("java/lang/Runnable", "run", "()V", "()V"));
    int count = dice.between(shapes.isEmpty() ? 1 : 0, 2);
    for (int i = 0; i < count; i++) {
      Shape shape = dice.pick(jdk);
      if (shapes.stream().noneMatch(other -> other.owner().equals(shape.owner()))) {
        shapes.add(shape);
      }
    }
    for (Shape shape : shapes) {
      String type = "L" + shape.owner() + ";";
      universe.addReference(type);
      universe.callables.add(
          new Callable(
              "invokeinterface", shape.owner(), shape.name(), shape.erased(), true, false, true));
      int bodies = dice.between(1, 2);
      for (int i = 0; i < bodies; i++) {
        addBody(shape);
      }
    }
  }

  private void addBody(Shape shape) {
    String name = "l" + universe.lambdas.size();
    String type = "L" + shape.owner() + ";";
    boolean isStatic = dice.chance(0.6);
    List<String> captured = new ArrayList<>();
    int captures = dice.below(3);
    for (int i = 0; i < captures; i++) {
      captured.add(universe.type());
    }
    String implementation = implementation(shape, captured);
    int access =
        isStatic
            ? ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC
            : dice.of(ACC_PRIVATE | ACC_SYNTHETIC, ACC_PUBLIC);
    program.draft(Names.MAIN, name, implementation, access, true);
    if (!isStatic) {
      captured.add(0, "L" + Names.MAIN + ";");
    }
    int tag =
        isStatic
            ? Opcodes.H_INVOKESTATIC
            : access == ACC_PUBLIC ? Opcodes.H_INVOKEVIRTUAL : Opcodes.H_INVOKESPECIAL;
    universe.lambdas.add(
        new Universe.Lambda(
            type,
            String.join(
                "|",
                shape.owner(),
                shape.name(),
                shape.erased(),
                shape.written(),
                Integer.toString(tag),
                Names.MAIN,
                name,
                implementation,
                "false"),
            captured,
            (access & ACC_PRIVATE) != 0));
  }

  /** The body's descriptor: captured values, then parameters, some of which want a conversion. */
  private String implementation(Shape shape, List<String> captured) {
    StringBuilder text = new StringBuilder("(");
    captured.forEach(text::append);
    for (Type parameter : Type.getArgumentTypes(shape.written())) {
      String type = parameter.getDescriptor();
      text.append(type.equals(Universe.INTEGER) && dice.chance(0.4) ? "I" : type);
    }
    String returned = Type.getReturnType(shape.written()).getDescriptor();
    if (dice.chance(0.4)) {
      returned =
          switch (returned) {
            case Universe.INTEGER -> "I";
            case "I" -> dice.of("S", "B", "C", Universe.INTEGER);
            case "J" -> dice.of("I", "J");
            case "D" -> dice.of("F", "I");
            case "V" -> dice.of("I", "D", Universe.OBJECT);
            default -> returned;
          };
    }
    return text.append(')').append(returned).toString();
  }
}
