package dev.weft.fuzz.generate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Type;

/** The local variables of the method that is being generated, and which are in scope. */
final class Scope {
  private static final int SPREAD = 3;

  private final Dice dice;
  private final List<Variable> visible = new ArrayList<>();
  private final BitSet used = new BitSet();
  private int size;

  /** A variable, by its type's descriptor; a long or double has the next slot, too. */
  record Variable(String type, int slot, boolean counter) {}

  Scope(Dice dice) {
    this.dice = dice;
  }

  /** How many variables are visible, to go back to with {@link #close}. */
  int open() {
    return visible.size();
  }

  /** Forgets the variables declared since; their slots are free for others. */
  void close(int mark) {
    while (visible.size() > mark) {
      Variable variable = visible.remove(visible.size() - 1);
      used.clear(variable.slot(), variable.slot() + Type.getType(variable.type()).getSize());
    }
  }

  Variable declare(String type) {
    return declare(type, false);
  }

  /** A variable in a free slot, often one that others had before. */
  Variable declare(String type, boolean counter) {
    int slots = Type.getType(type).getSize();
    int slot = dice.chance(0.3) ? dice.below(SPREAD) : 0;
    while (used.get(slot) || (slots == 2 && used.get(slot + 1))) {
      slot++;
    }
    return declareAt(type, slot, counter);
  }

  /** A variable in a slot that nothing had before: code that was drawn already may lie inside. */
  Variable declareBehind(String type) {
    return declareAt(type, size, false);
  }

  Variable declareAt(String type, int slot, boolean counter) {
    int slots = Type.getType(type).getSize();
    Variable variable = new Variable(type, slot, counter);
    used.set(slot, slot + slots);
    size = Math.max(size, slot + slots);
    visible.add(variable);
    return variable;
  }

  /** The visible variables of exactly this type that may be assigned. */
  List<Variable> assignable(String type) {
    return visible.stream().filter(v -> v.type().equals(type) && !v.counter()).toList();
  }

  /** The visible variables. */
  List<Variable> all() {
    return List.copyOf(visible);
  }

  /** Slots the method needs. */
  int size() {
    return size;
  }
}
