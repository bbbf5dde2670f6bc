package dev.weft.agent.transform;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.discover.BlockingMethods;
import dev.weft.agent.discover.BlockingMethods.BlockingMethod;
import dev.weft.agent.discover.Hierarchy;
import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Brackets the blocking calls of a class for {@code patch=report}. No members are added, and no
 * frames to stack traces: what the class does is what it did. Thread-safe.
 */
public final class CallReporter {
  private final BlockingMethods blocking;
  private final Sites sites;

  /** Where places get their numbers. */
  public interface Sites {
    /** The number of a place; negative if there are too many. */
    int add(String call, String place, String tier);
  }

  /** A reporter for what is on the list. */
  public CallReporter(BlockingMethods blocking, Sites sites) {
    this.blocking = blocking;
    this.sites = sites;
  }

  /**
   * The class with its calls bracketed; empty if there are none. Bodies of woven code are left
   * alone: they suspend.
   *
   * @throws RuntimeException of ASM's if the bytes are no class file, or the code grows too large
   */
  public Optional<byte[]> rewrite(byte[] bytes, Hierarchy hierarchy) {
    ClassReader reader = new ClassReader(bytes);
    ClassNode type = new ClassNode(RuntimeNames.ASM_API);
    reader.accept(type, ClassReader.EXPAND_FRAMES);
    if ((type.version & 0xFFFF) < Opcodes.V1_6) {
      return Optional.empty(); // its code has no stack maps to go by
    }
    boolean changed = false;
    for (int i = 0; i < type.methods.size(); i++) {
      MethodNode method = type.methods.get(i);
      if (!isWovenBody(method.name) && mayBlock(method)) {
        MethodNode bracketed = bracket(type, method, hierarchy);
        changed |= bracketed != method;
        type.methods.set(i, bracketed);
      }
    }
    if (!changed) {
      return Optional.empty();
    }
    ClassWriter writer = new Writer(reader);
    type.accept(writer);
    return Optional.of(writer.toByteArray());
  }

  private static boolean isWovenBody(String name) {
    return name.startsWith(RuntimeNames.TWIN_PREFIX) || name.startsWith(RuntimeNames.RESUME_PREFIX);
  }

  private boolean mayBlock(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && blocking.mayContain(call.name)) {
        return true;
      }
    }
    return false;
  }

  /** The method, or one in its place. */
  private MethodNode bracket(ClassNode type, MethodNode method, Hierarchy hierarchy) {
    BitSet guarded = guarded(type.name, method);
    MethodNode out =
        new MethodNode(
            RuntimeNames.ASM_API,
            method.access,
            method.name,
            method.desc,
            method.signature,
            method.exceptions.toArray(new String[0]));
    List<TryCatchBlockNode> brackets = new ArrayList<>();
    method.accept(
        new Brackets(type, method, out, brackets) {
          @Override
          int siteOf(MethodInsnNode call, BlockingMethod found, int number, int line) {
            return sites.add(
                call.owner.replace('/', '.') + "." + call.name,
                type.name.replace('/', '.') + "." + method.name + ":" + line,
                tier(method, found, guarded.get(number)));
          }

          @Override
          Optional<BlockingMethod> blocking(MethodInsnNode call) {
            return CallReporter.this.blocking.find(hierarchy, call.owner, call.name, call.desc);
          }
        });
    if (brackets.isEmpty()) {
      return method;
    }
    out.tryCatchBlocks.addAll(0, brackets); // the innermost come first
    return out;
  }

  private static String tier(MethodNode method, BlockingMethod found, boolean guarded) {
    if (method.name.equals("<init>")) {
      return "pinned: in a constructor";
    }
    if (method.name.equals("<clinit>")) {
      return "pinned: in a class initialiser";
    }
    if (guarded && !found.tier().equals("monitor")) {
      return "pinned: in synchronized";
    }
    return found.tier();
  }

  /** The calls, counted from 0 on, that are made with a monitor of the method's. */
  private static BitSet guarded(String owner, MethodNode method) {
    BitSet guarded = new BitSet();
    boolean always = (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
    boolean sometimes = false;
    for (AbstractInsnNode instruction : method.instructions) {
      sometimes |= instruction.getOpcode() == Opcodes.MONITORENTER;
    }
    if (!always && !sometimes) {
      return guarded;
    }
    MethodFacts facts = MethodFacts.of(owner, method);
    int call = 0;
    for (int i = 0; i < facts.flow().size(); i++) {
      if (facts.flow().instruction(i) instanceof MethodInsnNode) {
        guarded.set(call, always || facts.monitors().mayHoldAt(i));
        call++;
      }
    }
    return guarded;
  }

  private static final class Writer extends ClassWriter {
    Writer(ClassReader reader) {
      super(reader, ClassWriter.COMPUTE_MAXS);
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      throw new UnsupportedOperationException("stack maps are never recomputed");
    }
  }
}
