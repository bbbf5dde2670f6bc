package dev.weft.fuzz.generate;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Generates statements of shapes that chance seldom brings together: exceptions and handlers inside
 * and around monitors, more values than the larger frames hold, calls at the edges of try ranges,
 * and arrays of interfaces.
 */
final class Shapes {
  private static final Node PARK = Node.of("park", "");
  private static final List<String> PRIMITIVES = List.of("I", "J", "F", "D");
  private static final List<String> CAUGHT =
      List.of("java/lang/RuntimeException", "java/lang/Exception", "java/lang/Throwable", "");

  private final Body body;
  private final Dice dice;

  Shapes(Body body) {
    this.body = body;
    this.dice = body.dice;
  }

  // ---- monitors and exceptions -----------------------------------------------------------------

  /** A locked block; exceptions are thrown and caught inside of it, and thrown out of it. */
  Node locked() {
    if (!body.mayPin || !body.statements.mayReturn()) {
      return edges();
    }
    Node locked = dice.chance(0.6) ? caughtInside() : thrownOut();
    if (dice.chance(0.3)) {
      locked = sync(Node.block(List.of(maybePark(), locked, maybePark())));
    }
    if (dice.chance(0.25)) {
      locked = inLoop(locked);
    }
    return Node.block(List.of(locked, PARK));
  }

  private Node sync(Node inside) {
    String object = dice.of(Universe.STRING, Universe.OBJECT);
    Node monitor =
        object.equals(Universe.STRING)
            ? Node.of("const", object + "|lock")
            : body.expressions.references().notNull(object, 1);
    return Node.of("sync", dice.of("", "s", "p", "sp"), monitor, inside);
  }

  private Node maybePark() {
    return dice.chance(0.4) ? PARK : Node.of("nop", "");
  }

  /** {@code synchronized { try { throws } catch { suspends } suspends }}. */
  private Node caughtInside() {
    return sync(Node.block(List.of(maybePark(), attempt(throwing(), suspending()), maybePark())));
  }

  /** {@code try { synchronized { throws } } catch { suspends }}: the monitor is free by then. */
  private Node thrownOut() {
    Node inside = Node.block(List.of(maybePark(), throwing(), maybePark()));
    if (dice.chance(0.3)) {
      inside = attempt(inside, Node.block(List.of(PARK, throwing())));
    }
    Node around = Node.block(List.of(maybePark(), sync(inside), PARK));
    return dice.chance(0.7)
        ? attempt(around, suspending())
        : Node.of("try", "self", around, Node.of("finally", "", suspending()));
  }

  private Node inLoop(Node inside) {
    int mark = body.scope.open();
    // Slots below are the loop's: what is inside was drawn before, and has its own by then.
    int counter = body.scope.declareBehind("I").slot();
    body.scope.close(mark);
    String shape = dice.of("while", "do", "turned", "endless");
    return Node.of("loop", shape + "|" + counter + "|" + dice.between(1, 3), inside);
  }

  private Node attempt(Node tried, Node handling) {
    int mark = body.scope.open();
    int slot =
        dice.chance(0.3)
            ? -dice.between(1, 2)
            : body.scope.declareBehind(Universe.THROWABLE).slot();
    body.scope.close(mark);
    String style = dice.of("plain", "plain", "before");
    return Node.of("try", style, tried, Node.of("catch", dice.pick(CAUGHT) + "|" + slot, handling));
  }

  private Node throwing() {
    return switch (dice.below(5)) {
      case 0 -> Node.of("throw", "", body.expressions.references().exception(1));
      case 1 -> Node.of("eval", "", Node.of("op", "idiv", kind(), Node.of("const", "I|0")));
      case 2 -> Node.of("check", "", kind());
      case 3 -> body.statements.block(2);
      default -> Node.of("eval", "", Node.of("raise", "", kind()));
    };
  }

  private Node suspending() {
    return dice.chance(0.5)
        ? Node.block(List.of(PARK))
        : Node.block(List.of(maybePark(), body.statements.block(1), PARK));
  }

  /** What {@code Probe.raise} goes by. */
  private Node kind() {
    return Node.of("const", "I|" + dice.between(0, 4));
  }

  // ---- the edges of try ranges -----------------------------------------------------------------

  /** Calls that end their ranges, and throw after they were suspended. */
  Node edges() {
    if (!body.statements.mayReturn()) {
      return PARK;
    }
    int mark = body.scope.open();
    int slot = body.scope.declareBehind(Universe.THROWABLE).slot();
    body.scope.close(mark);
    List<Node> kinds = new ArrayList<>();
    StringBuilder styles = new StringBuilder();
    int count = dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      kinds.add(dice.chance(0.5) ? kind() : Node.of("sus", "I", kind()));
      styles.append(dice.of('c', 'j', 'v', 'n'));
      styles.append(dice.of('s', 'i', 'a'));
    }
    return new Node("edges", styles + "|" + slot, kinds);
  }

  // ---- many values -----------------------------------------------------------------------------

  /** So many values, in locals or on the operand stack, that frames are large, or arrays. */
  Node crowd() {
    List<String> types = new ArrayList<>();
    int references = dice.weighted(1, 3) == 0 ? dice.below(3) : dice.between(5, 14);
    int primitives = dice.weighted(1, 1) == 0 ? dice.below(4) : dice.between(4, 10);
    for (int i = 0; i < references; i++) {
      types.add(body.universe.reference());
    }
    for (int i = 0; i < primitives; i++) {
      types.add(dice.pick(PRIMITIVES));
    }
    for (int i = types.size() - 1; i > 0; i--) {
      types.set(i, types.set(dice.below(i + 1), types.get(i)));
    }
    return dice.chance(0.3) ? onStack(types) : inLocals(types);
  }

  private Node onStack(List<String> types) {
    List<Node> values = types.stream().map(this::filled).toList();
    StringBuilder drains = new StringBuilder();
    types.forEach(type -> drains.append(dice.of('l', 'l', 's')));
    return new Node("juggle", "park|" + drains, values);
  }

  private Node inLocals(List<String> types) {
    int mark = body.scope.open();
    List<Node> statements = new ArrayList<>();
    List<Node> uses = new ArrayList<>();
    for (String type : types) {
      Node value = filled(type);
      int slot = body.scope.declare(type).slot();
      statements.add(Node.of("store", type + "|" + slot, value));
      uses.add(Node.of("log", dice.of("", "", "s"), Node.of("load", type + "|" + slot)));
    }
    statements.add(PARK);
    statements.addAll(uses);
    body.scope.close(mark);
    return Node.block(statements);
  }

  /** Not null, if that is easy. */
  private Node filled(String type) {
    return Operation.stackKind(type).equals("A")
        ? body.expressions.cheap(type)
        : Constants.any(type, dice);
  }

  // ---- arrays ----------------------------------------------------------------------------------

  /** An array of some interface, or of such arrays, alive in a local while others are suspended. */
  Node array() {
    String type = body.universe.array();
    int mark = body.scope.open();
    List<Node> statements = new ArrayList<>();
    Node value = body.expressions.references().make(type, 2);
    int slot = body.scope.declare(type).slot();
    Node load = Node.of("load", type + "|" + slot);
    statements.add(Node.of("store", type + "|" + slot, value));
    statements.add(PARK);
    String element = type.substring(1);
    if (Operation.stackKind(element).equals("A") && dice.chance(0.5)) {
      Node index = Node.of("const", "I|" + dice.below(2));
      Node stored = body.expressions.make(element, 1);
      statements.add(Node.of("puta", "aastore", load, Node.of("sus", "I", index), stored));
      statements.add(Node.of("log", "s", Node.of("geta", element, load, index)));
    } else {
      statements.add(Node.of("log", dice.of("", "s"), Node.of("sus", type, load)));
    }
    body.scope.close(mark);
    return Node.block(statements);
  }
}
