package dev.weft.agent.emit;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.analysis.NewSite;
import dev.weft.agent.analysis.TypeFlow;
import dev.weft.agent.analysis.TypeState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Moves the creation of objects behind the evaluation of their constructor's arguments, where a
 * suspension falls in between: an unconstructed object can be neither saved nor seen by anybody.
 *
 * <pre>
 * new P(s(1))           NEW P; POP; ACONST_NULL; DUP       the class is initialised where it was
 *                       ... s(1)                           every copy of the object is null
 *                       args to locals; POP; NEW P; DUP; args; &lt;init&gt;
 *                       each copy on the stack and in locals is replaced by the object
 * </pre>
 */
public final class LateConstruction {
  private final MethodFacts facts;
  private final TypeFlow types;
  private final Set<Integer> late;
  private final MethodNode method;
  private int nextLocal;

  private LateConstruction(MethodFacts facts, Set<Integer> late) {
    this.facts = facts;
    this.types = facts.types(); // before anything is rewritten
    this.late = late;
    this.method = facts.method();
    this.nextLocal = method.maxLocals;
  }

  /** The {@code NEW}s whose objects are unconstructed, and alive, at one of these instructions. */
  public static Set<Integer> sitesAcross(MethodFacts facts, Collection<Integer> points) {
    Set<Integer> sites = new TreeSet<>();
    for (int point : points) {
      TypeState state = facts.types().before(point);
      for (Object type : state.stack()) {
        addSite(type, sites);
      }
      BitSet live = facts.liveness().acrossCall(point);
      for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
        addSite(state.local(slot), sites);
      }
    }
    return sites;
  }

  private static void addSite(Object type, Set<Integer> sites) {
    if (type instanceof NewSite site) {
      sites.add(site.index());
    }
  }

  /**
   * Rewrites the method of {@code facts} in place; the facts are void afterwards.
   *
   * @param sites instruction indexes of the {@code NEW}s to move
   */
  public static void apply(MethodFacts facts, Set<Integer> sites) {
    new LateConstruction(facts, sites).apply();
  }

  private void apply() {
    AbstractInsnNode[] instructions = method.instructions.toArray();
    Set<LabelNode> labels = labelsOfSites(instructions);
    int locals = method.maxLocals;
    for (int i = 0; i < instructions.length; i++) {
      nextLocal = method.maxLocals;
      AbstractInsnNode instruction = instructions[i];
      if (late.contains(i)) {
        // The object is never used: what stays is the initialisation of its class.
        InsnList behind = new InsnList();
        behind.add(new InsnNode(Opcodes.POP));
        behind.add(new InsnNode(Opcodes.ACONST_NULL));
        method.instructions.insert(instruction, behind);
      } else if (instruction instanceof FrameNode frame) {
        nullOut(frame.local, labels);
        nullOut(frame.stack, labels);
      } else if (instruction instanceof MethodInsnNode call && call.name.equals("<init>")) {
        construct(i, call);
      }
      locals = Math.max(locals, nextLocal);
    }
    method.maxLocals = locals;
  }

  private Set<LabelNode> labelsOfSites(AbstractInsnNode[] instructions) {
    Set<LabelNode> labels = new java.util.HashSet<>();
    for (int site : late) {
      for (int i = site - 1; i >= 0 && !facts.flow().isReal(i); i--) {
        if (instructions[i] instanceof LabelNode label) {
          labels.add(label);
        }
      }
    }
    return labels;
  }

  private static void nullOut(List<Object> types, Set<LabelNode> labels) {
    if (types != null) {
      types.replaceAll(
          type -> type instanceof LabelNode && labels.contains(type) ? Opcodes.NULL : type);
    }
  }

  private void construct(int index, MethodInsnNode call) {
    TypeState state = types.before(index);
    if (state == null) {
      return; // dead code
    }
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int receiver = state.stack().size() - arguments.length - 1;
    if (!(state.stack().get(receiver) instanceof NewSite site) || !late.contains(site.index())) {
      return;
    }
    List<Integer> slots = slotsWith(site, state);
    int lowest = state.stack().indexOf(site);

    InsnList code = new InsnList();
    int[] argumentLocals = store(arguments, code); // …, null
    code.add(new InsnNode(Opcodes.POP)); // …
    List<Object> above = new ArrayList<>(state.stack().subList(lowest, receiver));
    int[] aboveLocals = storeAll(above, code); // … below the lowest copy

    code.add(new TypeInsnNode(Opcodes.NEW, site.type())); // …, object
    boolean kept = lowest < receiver || !slots.isEmpty();
    if (kept) {
      code.add(new InsnNode(Opcodes.DUP)); // …, object, object
    }
    for (int i = 0; i < arguments.length; i++) {
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), argumentLocals[i]));
    } // …, [object,] object, arguments …
    method.instructions.insertBefore(call, code);

    InsnList behind = new InsnList(); // …, [object]
    if (kept) {
      int object = allocate(1);
      behind.add(new VarInsnNode(Opcodes.ASTORE, object)); // …
      for (int i = 0; i < above.size(); i++) {
        behind.add(
            above.get(i).equals(site)
                ? new VarInsnNode(Opcodes.ALOAD, object)
                : load(above.get(i), aboveLocals[i]));
      } // … as it was, with the object for each copy
      for (int slot : slots) {
        behind.add(new VarInsnNode(Opcodes.ALOAD, object));
        behind.add(new VarInsnNode(Opcodes.ASTORE, slot));
      }
    }
    method.instructions.insert(call, behind);
  }

  private static List<Integer> slotsWith(NewSite site, TypeState state) {
    List<Integer> slots = new ArrayList<>();
    for (int slot = 0; slot < state.locals().size(); slot++) {
      if (site.equals(state.local(slot))) {
        slots.add(slot);
      }
    }
    return slots;
  }

  /** Stores the topmost values, which have these types, into fresh locals. */
  private int[] store(Type[] types, InsnList code) {
    int[] locals = new int[types.length];
    for (int i = types.length - 1; i >= 0; i--) {
      locals[i] = allocate(types[i].getSize());
      code.add(new VarInsnNode(types[i].getOpcode(Opcodes.ISTORE), locals[i]));
    }
    return locals;
  }

  private int[] storeAll(List<Object> types, InsnList code) {
    int[] locals = new int[types.size()];
    for (int i = locals.length - 1; i >= 0; i--) {
      Type type = Code.typeOf(types.get(i));
      locals[i] = allocate(type.getSize());
      code.add(new VarInsnNode(type.getOpcode(Opcodes.ISTORE), locals[i]));
    }
    return locals;
  }

  private static AbstractInsnNode load(Object type, int local) {
    return new VarInsnNode(Code.typeOf(type).getOpcode(Opcodes.ILOAD), local);
  }

  private int allocate(int slots) {
    int local = nextLocal;
    nextLocal += slots;
    return local;
  }
}
