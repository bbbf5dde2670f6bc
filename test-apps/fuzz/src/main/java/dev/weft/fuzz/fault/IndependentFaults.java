package dev.weft.fuzz.fault;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Faults devised from the weaver's sources and the list of hazards alone, by somebody who had not
 * seen how programs are generated. They stay as they were devised: where the generator does not
 * find one, the generator is to be changed.
 */
final class IndependentFaults {
  private static final String PLANTED = "dev/weft/fuzz/fault/Planted";

  private IndependentFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.in(
            "analysis/Liveness",
            "store-hides-handler",
            "a store at the start of a try range hides that the handler reads the old value",
            IndependentFaults::storesSkipHandlers),
        Fault.in(
            "analysis/Monitors",
            "monitor-lost-in-handler",
            "an exception counts as having released all monitors where it is caught",
            IndependentFaults::nothingHeldInHandlers),
        Fault.in(
            "emit/LateConstruction",
            "copy-apart-stays-null",
            "copies of an object constructed late that do not lie next to each other stay null",
            Edits.instead("construct", "indexOf", 0, "lowestOfRun")),
        Fault.in(
            "emit/ResumeEmitter",
            "handlers-of-next",
            "what a resumed callee threw goes to the handlers of the instruction behind the call",
            IndependentFaults::handlersOfNext),
        Fault.in(
            "emit/WovenBody",
            "spilled-wide-overlap",
            "arguments put aside while a JDK interface is asked for a twin take one slot each",
            Edits.instead("spill", "getSize", 0, "oneSlot")),
        Fault.in(
            "emit/BridgeEmitter",
            "bridge-dispatches",
            "a bridge twin calls the method of the receiver's class, not that of its own",
            IndependentFaults::dispatchFromBridges),
        Fault.in(
            "plan/TypeAccess",
            "interface-array-uncast",
            "a restored array of an interface type is not cast, as if it were an interface",
            IndependentFaults::noCastToInterfaceArrays),
        Fault.in(
            "plan/FrameShape",
            "shape-out-of-step",
            "the weaver thinks that there are frames of 10 references, not of 12",
            IndependentFaults::tenForTwelve),
        Fault.in(
            "transform/LambdaSites",
            "lambda-sites-confused",
            "lambdas of one functional interface that capture the same types share a call site",
            IndependentFaults::siteByType),
        Fault.in(
            "transform/ClassRewriter$LeafCalls",
            "leaf-though-overridden",
            "a call of the class's own method without suspend points is none, though overridden",
            IndependentFaults::anyLeaf));
  }

  private static void storesSkipHandlers(ClassNode type) {
    String flow = "dev/weft/agent/analysis/ControlFlow";
    String instruction = "Lorg/objectweb/asm/tree/AbstractInsnNode;";
    LabelNode add = new LabelNode();
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // this
    code.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, "flow", "L" + flow + ";")); // flow
    code.add(new VarInsnNode(Opcodes.ILOAD, 1)); // flow, index
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKEVIRTUAL, flow, "instruction", "(I)" + instruction, false)); // instruction
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, PLANTED, "mayThrow", "(" + instruction + ")Z", false));
    code.add(new JumpInsnNode(Opcodes.IFNE, add)); // …
    code.add(new InsnNode(Opcodes.RETURN));
    code.add(add);
    Edits.method(type, "addHandlers").instructions.insert(code);
  }

  private static void nothingHeldInHandlers(ClassNode type) {
    MethodNode constructor = Edits.method(type, "<init>");
    MethodInsnNode raise = Edits.call(constructor, "raise", 2);
    AbstractInsnNode count = raise.getPrevious().getPrevious(); // handler, count, open
    if (count.getOpcode() != Opcodes.ILOAD) {
      throw new IllegalStateException("the count of monitors is not a local variable any more");
    }
    constructor.instructions.set(count, new InsnNode(Opcodes.ICONST_0));
  }

  private static void handlersOfNext(ClassNode type) {
    MethodNode restore = Edits.method(type, "emitRestore");
    InsnList code = new InsnList(); // index
    code.add(new InsnNode(Opcodes.ICONST_1));
    code.add(new InsnNode(Opcodes.IADD)); // index + 1
    restore.instructions.insertBefore(Edits.call(restore, "handlers", 0), code);
  }

  private static void dispatchFromBridges(ClassNode type) {
    MethodNode bridge = Edits.method(type, "emitToOwn");
    AbstractInsnNode special =
        Edits.find(
            bridge, 0, i -> i instanceof IntInsnNode push && push.operand == Opcodes.INVOKESPECIAL);
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // this
    code.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, "isInterface", "Z")); // isInterface
    code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, PLANTED, "dispatching", "(Z)I", false));
    bridge.instructions.insert(special, code); // opcode
    bridge.instructions.remove(special);
  }

  private static void noCastToInterfaceArrays(ClassNode type) {
    String optional = "java/util/Optional";
    String outline = "dev/weft/agent/discover/ClassOutline";
    MethodNode cast = Edits.method(type, "arrayCast");
    VarInsnNode found = (VarInsnNode) Edits.call(cast, "find", 0).getNext();
    LabelNode otherwise = new LabelNode();
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, found.var));
    code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, optional, "isPresent", "()Z", false));
    code.add(new JumpInsnNode(Opcodes.IFEQ, otherwise));
    code.add(new VarInsnNode(Opcodes.ALOAD, found.var));
    code.add(
        new MethodInsnNode(Opcodes.INVOKEVIRTUAL, optional, "get", "()Ljava/lang/Object;", false));
    code.add(new TypeInsnNode(Opcodes.CHECKCAST, outline));
    code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, outline, "isInterface", "()Z", false));
    code.add(new JumpInsnNode(Opcodes.IFEQ, otherwise));
    code.add(new LdcInsnNode(""));
    code.add(new InsnNode(Opcodes.ARETURN));
    code.add(otherwise);
    cast.instructions.insert(found, code);
  }

  private static void tenForTwelve(ClassNode type) {
    ((IntInsnNode)
                Edits.find(
                    Edits.method(type, "<clinit>"),
                    0,
                    i ->
                        i.getOpcode() == Opcodes.BIPUSH
                            && i instanceof IntInsnNode push
                            && push.operand == 12))
            .operand =
        10;
  }

  private static void siteByType(ClassNode type) {
    String site = "Lorg/objectweb/asm/tree/InvokeDynamicInsnNode;";
    String classNode = "Lorg/objectweb/asm/tree/ClassNode;";
    MethodNode rewrite =
        Edits.method(type, "rewrite(Lorg/objectweb/asm/tree/MethodNode;" + site + "Z)Z");
    InsnList number = new InsnList(); // count
    number.add(new InsnNode(Opcodes.POP)); // …
    number.add(new VarInsnNode(Opcodes.ALOAD, 2)); // …, site
    number.add(
        new MethodInsnNode(Opcodes.INVOKESTATIC, PLANTED, "byType", "(" + site + ")I", false));
    rewrite.instructions.insert(
        Edits.find(
            rewrite,
            0,
            i ->
                i.getOpcode() == Opcodes.GETFIELD
                    && i instanceof FieldInsnNode field
                    && field.name.equals("count")),
        number);

    LabelNode add = new LabelNode();
    InsnList known = new InsnList();
    known.add(new VarInsnNode(Opcodes.ALOAD, 0));
    known.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, "type", classNode));
    known.add(new VarInsnNode(Opcodes.ALOAD, 1));
    known.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            PLANTED,
            "hasMethod",
            "(" + classNode + "Ljava/lang/String;)Z",
            false));
    known.add(new JumpInsnNode(Opcodes.IFEQ, add));
    known.add(new InsnNode(Opcodes.RETURN));
    known.add(add);
    Edits.method(type, "addSite").instructions.insert(known);
  }

  private static void anyLeaf(ClassNode type) {
    MethodNode test = Edits.method(type, "test(Lorg/objectweb/asm/tree/MethodInsnNode;)Z");
    InsnList code = new InsnList(); // whether it is static, private or final
    code.add(new InsnNode(Opcodes.POP));
    code.add(new InsnNode(Opcodes.ICONST_1)); // true
    test.instructions.insert(Edits.call(test, "is", 0), code);
  }
}
