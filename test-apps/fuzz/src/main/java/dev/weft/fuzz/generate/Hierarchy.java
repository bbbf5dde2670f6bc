package dev.weft.fuzz.generate;

import static org.objectweb.asm.Opcodes.*;

import dev.weft.fuzz.emit.Names;
import dev.weft.fuzz.program.Node;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/**
 * Declares types that override one another: an interface with abstract, default, static and private
 * methods, a class, its subclass, and a bridge as compilers make them for generics.
 */
final class Hierarchy {
  private static final String BASE = Names.PACKAGE + "A";
  private static final String DERIVED = Names.PACKAGE + "B";
  private static final String INTERFACE = Names.PACKAGE + "I";
  private static final String GENERIC = "(" + Universe.OBJECT + ")" + Universe.OBJECT;
  private static final String PRECISE = "(" + Universe.INTEGER + ")" + Universe.INTEGER;

  private final ProgramGenerator program;
  private final Dice dice;
  private final Universe universe;

  Hierarchy(ProgramGenerator program) {
    this.program = program;
    this.dice = program.dice();
    this.universe = program.universe();
  }

  void declare() {
    boolean isAbstract = dice.chance(0.4);
    program.declare("I", "java/lang/Object", "", ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT);
    program.declare(
        "A",
        "java/lang/Object",
        INTERFACE,
        ACC_PUBLIC | ACC_SUPER | (isAbstract ? ACC_ABSTRACT : 0));
    program.declare("B", BASE, dice.chance(0.5) ? INTERFACE : "", ACC_PUBLIC | ACC_SUPER);
    for (String name : List.of(INTERFACE, BASE, DERIVED)) {
      universe.addReference("L" + name + ";");
    }
    program.field(BASE, "aI", "I", false);
    program.field(DERIVED, "bJ", "J", false);
    Node nothing = Node.block(List.of());
    program.method(BASE, "<init>", "()V", ACC_PUBLIC, 1, nothing);
    if (!isAbstract) {
      universe.constructors.put("L" + BASE + ";", new ArrayList<>(List.of("()V")));
    }
    program.constructor(DERIVED, "()V", nothing, 1);
    List<String> concrete =
        isAbstract ? List.of("L" + DERIVED + ";") : List.of("L" + BASE + ";", "L" + DERIVED + ";");
    universe.subtypes.put("L" + BASE + ";", concrete);
    universe.subtypes.put("L" + INTERFACE + ";", concrete);
    declareAbstract();
    declareDefault();
    if (dice.chance(0.5)) {
      declareOverridden(isAbstract);
    }
    if (dice.chance(0.5)) {
      declareBridge();
    }
    if (dice.chance(0.4)) {
      String descriptor = universe.descriptor();
      program.draft(INTERFACE, "t", descriptor, ACC_PUBLIC | ACC_STATIC, true);
      universe.callables.add(
          new Callable("invokestatic", INTERFACE, "t", descriptor, true, false, true));
    }
    if (dice.chance(0.3)) {
      String descriptor = universe.descriptor();
      program.draft(INTERFACE, "q", descriptor, ACC_PRIVATE, true);
      universe.callables.add(
          new Callable(
              dice.of("invokespecial", "invokeinterface"),
              INTERFACE,
              "q",
              descriptor,
              true,
              true,
              true));
    }
  }

  private void callable(String instruction, String owner, String name, String descriptor) {
    universe.callables.add(
        new Callable(instruction, owner, name, descriptor, owner.equals(INTERFACE), false, true));
  }

  private void declareAbstract() {
    String descriptor = universe.descriptor();
    program.method(INTERFACE, "e", descriptor, ACC_PUBLIC | ACC_ABSTRACT, 0);
    program.draft(BASE, "e", descriptor, ACC_PUBLIC, true);
    if (dice.chance(0.6)) {
      overrideWithSuper("e", descriptor, BASE, false);
    }
    callable("invokeinterface", INTERFACE, "e", descriptor);
    callable("invokevirtual", dice.of(BASE, DERIVED), "e", descriptor);
  }

  private void declareDefault() {
    String descriptor = universe.descriptor();
    program.draft(INTERFACE, "d", descriptor, ACC_PUBLIC, true);
    if (dice.chance(0.5)) {
      String owner = BASE;
      program.draft(
          owner, "d", descriptor, ACC_PUBLIC, superCall("d", descriptor, owner, INTERFACE, true));
    }
    callable("invokeinterface", INTERFACE, "d", descriptor);
    callable("invokevirtual", BASE, "d", descriptor);
  }

  private void declareOverridden(boolean isAbstract) {
    String descriptor = universe.descriptor();
    if (isAbstract && dice.chance(0.5)) {
      program.method(BASE, "o", descriptor, ACC_PUBLIC | ACC_ABSTRACT, 0);
      program.draft(DERIVED, "o", descriptor, ACC_PUBLIC, true);
    } else {
      program.draft(BASE, "o", descriptor, dice.of(ACC_PUBLIC, ACC_PROTECTED), true);
      overrideWithSuper("o", descriptor, BASE, false);
    }
    callable("invokevirtual", BASE, "o", descriptor);
  }

  private void overrideWithSuper(
      String name, String descriptor, String parent, boolean isInterface) {
    program.draft(
        DERIVED,
        name,
        descriptor,
        ACC_PUBLIC,
        superCall(name, descriptor, DERIVED, parent, isInterface));
  }

  /** {@code super.m(its own arguments)}, some of which suspend first. */
  private Node superCall(
      String name, String descriptor, String owner, String parent, boolean isInterface) {
    List<Node> parts = new ArrayList<>();
    parts.add(Node.of("load", "L" + owner + ";|0"));
    int slot = 1;
    for (Type parameter : Type.getArgumentTypes(descriptor)) {
      String type = parameter.getDescriptor();
      Node value = Node.of("load", type + "|" + slot);
      parts.add(dice.chance(0.3) ? Node.of("sus", type, value) : value);
      slot += parameter.getSize();
    }
    Node call =
        new Node(
            "call",
            "invokespecial|" + parent + "|" + name + "|" + descriptor + "|" + isInterface,
            parts);
    return Type.getReturnType(descriptor).equals(Type.VOID_TYPE)
        ? Node.of("eval", "", call)
        : Node.of("log", dice.of("", "s"), call);
  }

  /** What javac makes of {@code class B implements G<Integer>}. */
  private void declareBridge() {
    program.method(INTERFACE, "g", GENERIC, ACC_PUBLIC | ACC_ABSTRACT, 0);
    program.draft(BASE, "g", GENERIC, ACC_PUBLIC, true);
    program.draft(DERIVED, "g", PRECISE, ACC_PUBLIC, true);
    Node call =
        Node.of(
            "call",
            "invokevirtual|" + DERIVED + "|g|" + PRECISE + "|false",
            Node.of("load", "L" + DERIVED + ";|0"),
            Node.of("cast", Universe.INTEGER, Node.of("load", Universe.OBJECT + "|1")));
    program.method(
        DERIVED,
        "g",
        GENERIC,
        ACC_PUBLIC | ACC_BRIDGE | ACC_SYNTHETIC,
        2,
        Node.of("return", "", call));
    callable("invokeinterface", INTERFACE, "g", GENERIC);
    callable("invokevirtual", BASE, "g", GENERIC);
    callable("invokevirtual", DERIVED, "g", PRECISE);
  }
}
