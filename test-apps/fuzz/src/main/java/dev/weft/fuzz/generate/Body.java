package dev.weft.fuzz.generate;

import dev.weft.fuzz.emit.Names;
import dev.weft.fuzz.program.Node;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/** The body of one method while it is being generated. */
final class Body {
  private static final int DEPTH = 3;

  final Dice dice;
  final Universe universe;
  final Scope scope;
  final boolean fueled;
  final boolean mayPin;
  final String returned;
  final Statements statements;
  final Expressions expressions;
  private final String owner;
  private final boolean isStatic;
  private int budget;

  /**
   * A body.
   *
   * @param owner the class
   * @param isStatic whether there is no {@code this}
   * @param fueled whether it asks for fuel first; if not it may call only methods that do
   * @param mayPin whether it may do what keeps a callee from suspending
   * @param budget about how many nodes it may have
   */
  Body(
      Dice dice,
      Universe universe,
      String owner,
      boolean isStatic,
      String descriptor,
      boolean fueled,
      boolean mayPin,
      int budget) {
    this.dice = dice;
    this.universe = universe;
    this.owner = owner;
    this.isStatic = isStatic;
    this.fueled = fueled;
    this.mayPin = mayPin;
    this.budget = budget;
    this.returned = Type.getReturnType(descriptor).getDescriptor();
    this.scope = new Scope(dice);
    int slot = 0;
    if (!isStatic) {
      scope.declareAt("L" + owner + ";", slot++, true);
    }
    for (Type parameter : Type.getArgumentTypes(descriptor)) {
      scope.declareAt(parameter.getDescriptor(), slot, false);
      slot += parameter.getSize();
    }
    this.expressions = new Expressions(this);
    this.statements = new Statements(this);
  }

  void spend() {
    budget--;
  }

  boolean isExhausted() {
    return budget <= 0;
  }

  int depth() {
    return dice.chance(0.1) ? DEPTH + 1 : dice.between(1, DEPTH);
  }

  boolean mayCall(Callable callable) {
    boolean special = callable.instruction().equals("invokespecial");
    return (fueled || callable.fueled())
        && (!callable.isPrivate() || callable.owner().equals(owner))
        && !(special && isStatic);
  }

  boolean mayUse(Universe.Lambda lambda) {
    return !lambda.isPrivate() || owner.equals(Names.MAIN);
  }

  /** The statements of the whole body; {@code before} them others. */
  Node generate(List<Node> before, int count) {
    List<Node> all = new ArrayList<>();
    all.addAll(before);
    all.addAll(statements.list(count));
    all.add(leave(depth()));
    return Node.block(all);
  }

  /** A return of something. */
  Node leave(int depth) {
    return returned.equals("V")
        ? Node.of("return", "")
        : Node.of("return", "", returnedValue(depth));
  }

  private Node returnedValue(int depth) {
    // A return cuts an int to the type of the method.
    boolean any = Universe.SMALL.contains(returned) && dice.chance(0.5);
    return expressions.make(any ? "I" : returned, depth);
  }
}
