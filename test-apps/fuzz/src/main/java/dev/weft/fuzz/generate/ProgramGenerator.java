package dev.weft.fuzz.generate;

import static org.objectweb.asm.Opcodes.*;

import dev.weft.fuzz.emit.Names;
import dev.weft.fuzz.program.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Type;

/** Generates a random program from a seed: first its types and signatures, then the bodies. */
public final class ProgramGenerator {
  private static final String OBJECT = "java/lang/Object";
  private static final String MAIN = Names.MAIN;

  private final long seed;
  private final Dice dice;
  private final Universe universe;
  private final boolean mayPin;
  private final Map<String, Node> heads = new LinkedHashMap<>();
  private final Map<String, List<Node>> members = new TreeMap<>();
  private final List<Draft> drafts = new ArrayList<>();

  /** A method that still needs a body. */
  private record Draft(
      String owner, String name, String descriptor, int access, boolean fueled, Node first) {}

  private ProgramGenerator(long seed) {
    this.seed = seed;
    this.dice = new Dice(seed);
    this.universe = new Universe(dice);
    this.mayPin = dice.chance(0.3);
  }

  /** The program of a seed. */
  public static Node generate(long seed) {
    return new ProgramGenerator(seed).generate();
  }

  private Node generate() {
    declareMain();
    if (dice.chance(0.6)) {
      declarePair();
    }
    if (dice.chance(0.5)) {
      new Hierarchy(this).declare();
    }
    if (dice.chance(0.5)) {
      new Functions(this).declare();
    }
    declareMethods();
    int budget = dice.between(40, 150) / Math.max(1, drafts.size());
    for (Draft draft : List.copyOf(drafts)) {
      finish(draft, Math.max(budget, 14));
    }
    addEntry();
    List<Node> types = new ArrayList<>();
    heads.forEach((name, head) -> types.add(head.with(members.get(name))));
    return new Node("program", Long.toString(seed), types);
  }

  Dice dice() {
    return dice;
  }

  Universe universe() {
    return universe;
  }

  boolean mayPin() {
    return mayPin;
  }

  // ---- declarations --------------------------------------------------------------------------

  void declare(String simpleName, String superName, String interfaces, int access) {
    String name = Names.PACKAGE + simpleName;
    heads.put(name, Node.of("class", name + "|" + superName + "|" + interfaces + "|" + access));
    members.put(name, new ArrayList<>());
  }

  void field(String owner, String name, String descriptor, boolean isStatic) {
    members
        .get(owner)
        .add(
            Node.of(
                "field",
                name + "|" + descriptor + "|" + (ACC_PUBLIC | (isStatic ? ACC_STATIC : 0))));
    (isStatic ? universe.statics : universe.fields).add(new String[] {owner, name, descriptor});
  }

  /** A method with a body that is known. */
  void method(String owner, String name, String descriptor, int access, int locals, Node... body) {
    members
        .get(owner)
        .add(Node.of("method", name + "|" + descriptor + "|" + access + "|" + locals, body));
  }

  /** A method whose body is random. */
  void draft(String owner, String name, String descriptor, int access, boolean fueled) {
    drafts.add(new Draft(owner, name, descriptor, access, fueled, null));
  }

  /** The same with a statement that comes first. */
  void draft(String owner, String name, String descriptor, int access, Node first) {
    drafts.add(new Draft(owner, name, descriptor, access, true, first));
  }

  void constructor(String owner, String descriptor, Node body, int locals) {
    method(owner, "<init>", descriptor, ACC_PUBLIC, locals, body);
    universe
        .constructors
        .computeIfAbsent("L" + owner + ";", key -> new ArrayList<>())
        .add(descriptor);
  }

  private void declareMain() {
    declare("P", OBJECT, "", ACC_PUBLIC | ACC_SUPER);
    field(MAIN, "self", "L" + MAIN + ";", true);
    for (String type : List.of("I", "J", "F", "D", Universe.OBJECT, "[I", universe.array())) {
      if (dice.chance(0.5)) {
        field(MAIN, "s" + universe.statics.size(), type, true);
      }
    }
    String array = universe.array();
    for (String type : List.of("I", "J", "F", "D", "Z", "B", "C", "S", Universe.OBJECT, array)) {
      if (dice.chance(0.4)) {
        field(MAIN, "f" + universe.fields.size(), type, false);
      }
    }
    constructor(MAIN, "()V", Node.block(List.of()), 1);
    String main = "L" + MAIN + ";";
    Node given = Node.of("return", "", Node.of("load", main + "|0"));
    Node body = Node.block(List.of(Node.of("park", ""), given));
    method(MAIN, "same", "(" + main + ")" + main, ACC_PUBLIC | ACC_STATIC, 1, body);
    universe.addReference("L" + MAIN + ";");
  }

  /** A class whose objects are created in all patterns, and whose initialisation is seen. */
  private void declarePair() {
    declare("X", OBJECT, "", ACC_PUBLIC | ACC_SUPER);
    String name = Names.PACKAGE + "X";
    universe.addReference("L" + name + ";");
    for (String type : List.of("I", "J", Universe.OBJECT, "D")) {
      field(name, "x" + type.charAt(0), type, false);
    }
    for (String descriptor :
        List.of(
            "(I)V",
            "(II)V",
            "(IJ)V",
            "(D" + Universe.OBJECT + "I)V",
            "(" + Universe.OBJECT + ")V")) {
      List<Node> stores = new ArrayList<>();
      int slot = 1;
      for (Type parameter : Type.getArgumentTypes(descriptor)) {
        String type = parameter.getDescriptor();
        Node value = Node.of("load", type + "|" + slot);
        stores.add(
            Node.of(
                "put",
                name + "|x" + type.charAt(0) + "|" + type,
                Node.of("load", "L" + name + ";|0"),
                mayPin && dice.chance(0.2) ? Node.of("sus", type, value) : value));
        slot += parameter.getSize();
      }
      constructor(name, descriptor, Node.block(stores), slot);
    }
    if (dice.chance(0.6)) {
      Node initialised = Node.of("const", Universe.STRING + "|X-is-initialised");
      method(
          name,
          "<clinit>",
          "()V",
          ACC_STATIC,
          0,
          Node.of("log", mayPin && dice.chance(0.3) ? "s" : "", initialised));
    }
  }

  private void declareMethods() {
    int count = dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      String descriptor = universe.descriptor();
      boolean fueled = dice.chance(0.6);
      switch (dice.weighted(5, 4, 4, 1)) {
        case 0 ->
            declareMethod("m" + i, descriptor, ACC_PUBLIC | ACC_STATIC, "invokestatic", fueled);
        case 1 -> declareMethod("v" + i, descriptor, ACC_PUBLIC, "invokevirtual", fueled);
        case 2 ->
            declareMethod(
                "p" + i,
                descriptor,
                ACC_PRIVATE,
                dice.of("invokevirtual", "invokespecial"),
                fueled);
        default -> {
          int access = ACC_PUBLIC | ACC_FINAL | (mayPin ? ACC_SYNCHRONIZED : 0);
          declareMethod("y" + i, descriptor, access, "invokevirtual", fueled);
        }
      }
    }
  }

  private void declareMethod(
      String name, String descriptor, int access, String instruction, boolean fueled) {
    draft(MAIN, name, descriptor, access, fueled);
    universe.callables.add(
        new Callable(
            instruction, MAIN, name, descriptor, false, (access & ACC_PRIVATE) != 0, fueled));
  }

  // ---- bodies ----------------------------------------------------------------------------------

  private void finish(Draft draft, int budget) {
    boolean isStatic = (draft.access() & ACC_STATIC) != 0;
    Body body =
        new Body(
            dice,
            universe,
            draft.owner(),
            isStatic,
            draft.descriptor(),
            draft.fueled(),
            mayPin,
            budget);
    List<Node> before = draft.first() == null ? List.of() : List.of(draft.first());
    Node code = body.generate(before, dice.between(2, 6));
    String head =
        draft.name()
            + "|"
            + draft.descriptor()
            + "|"
            + draft.access()
            + "|"
            + body.scope.size()
            + (draft.fueled() ? "|fuel" : "");
    members.get(draft.owner()).add(Node.of("method", head, code));
  }

  /** Puts the static fields back, calls some methods, and tells the state at the end. */
  private void addEntry() {
    Body body = new Body(dice, universe, MAIN, true, Names.ENTRY_DESCRIPTOR, true, mayPin, 40);
    List<Node> statements = new ArrayList<>();
    for (String[] field : universe.statics) {
      Node value =
          field[1].equals("self")
              ? Node.of("new", MAIN + "|()V|dup")
              : Constants.any(field[2], dice);
      statements.add(Node.of("put", String.join("|", field), value));
    }
    List<Callable> callables = universe.callables;
    int calls = dice.between(1, 2);
    for (int i = 0; i < calls; i++) {
      Callable callable = dice.pick(callables);
      if (body.mayCall(callable)) {
        Node call = body.expressions.invoke(callable, 1);
        statements.add(
            callable.returned().equals("V") ? Node.of("eval", "", call) : Node.of("log", "", call));
      }
    }
    for (String[] field : universe.statics) {
      statements.add(Node.of("log", "", Node.of("get", String.join("|", field))));
    }
    method(
        MAIN,
        Names.ENTRY,
        Names.ENTRY_DESCRIPTOR,
        ACC_PUBLIC | ACC_STATIC,
        body.scope.size(),
        Node.block(statements));
  }
}
