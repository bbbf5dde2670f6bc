package dev.weft.agent.transform;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.emit.BridgeEmitter;
import dev.weft.agent.emit.Environment;
import dev.weft.agent.emit.LateConstruction;
import dev.weft.agent.emit.ResumeEmitter;
import dev.weft.agent.emit.ResumerAccessor;
import dev.weft.agent.emit.TwinEmitter;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.CallSites;
import dev.weft.agent.plan.MethodPlan;
import dev.weft.agent.plan.MethodPlanner;
import dev.weft.agent.plan.PlanResult;
import dev.weft.agent.plan.Refusal;
import dev.weft.agent.plan.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Makes the woven bodies of one method, or says why not. */
final class MethodWeaver {
  /** HotSpot compiles no method above this ({@code -XX:HugeMethodLimit}). */
  private static final int JIT_LIMIT = 8000;

  private static final int FORMAT_LIMIT = 65535;

  /** Bytes of the largest instruction that is no switch: a conditional jump that is widened. */
  private static final int LARGEST_INSTRUCTION = 8;

  private final String owner;
  private final MethodPlanner planner;
  private final Environment environment;
  private final boolean debug;

  MethodWeaver(String owner, SuspendableLookup lookup, Environment environment, boolean debug) {
    this.owner = owner;
    this.debug = debug;
    this.planner = new MethodPlanner(lookup.hierarchy(), debug);
    this.environment = environment;
  }

  /** The bodies of a woven method, or why there are none. */
  record Outcome(MethodReport report, List<MethodNode> bodies) {}

  /**
   * Weaves a method that has at least one suspend point.
   *
   * @param number of the resume body
   */
  Outcome weave(MethodFacts facts, CallSites sites, int number) {
    MethodNode method = facts.method();
    String key = method.name + method.desc;
    MethodFacts ready = constructLate(facts, sites);
    Map<Integer, CallTarget> calls = sites.find(ready);
    PlanResult result = planner.plan(ready, calls, number);
    if (result instanceof Refusal refusal) {
      return new Outcome(new MethodReport.Refused(key, refusal), List.of());
    }
    MethodPlan plan = (MethodPlan) result;
    MethodNode twin = twin(plan);
    MethodNode resume = resume(plan, environment);
    int size = Math.max(sizeAtMost(twin), sizeAtMost(resume));
    if (size > JIT_LIMIT) {
      size = Math.max(codeSize(twin), codeSize(resume));
    }
    if (size > FORMAT_LIMIT) {
      return new Outcome(new MethodReport.Refused(key, tooLarge(plan, size)), List.of());
    }
    List<MethodNode> bodies = new ArrayList<>(List.of(twin, resume));
    Optional<MethodNode> accessor = ResumerAccessor.ifNeeded(plan, environment);
    if (accessor.isPresent()) {
      bodies.add(accessor.get());
    }
    return new Outcome(new MethodReport.Woven(key, plan, warning(size, method)), bodies);
  }

  /** What stands for the resume body of a method that has no suspend point (yet). */
  List<MethodNode> stub(String methodName, int number) {
    MethodNode resume = emptyResume(methodName, number);
    resume.visitVarInsn(Opcodes.ALOAD, 0); // frame
    resume.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, RuntimeNames.FRAME, "stale", "()Ljava/lang/Error;", false); // error
    resume.visitInsn(Opcodes.ATHROW);
    List<MethodNode> stubs = new ArrayList<>(List.of(resume));
    Optional<MethodNode> accessor = ResumerAccessor.stubIfNeeded(number, environment);
    if (accessor.isPresent()) {
      stubs.add(accessor.get());
    }
    return stubs;
  }

  private MethodFacts constructLate(MethodFacts facts, CallSites sites) {
    Set<Integer> late = LateConstruction.sitesAcross(facts, sites.find(facts).keySet());
    if (late.isEmpty()) {
      return facts;
    }
    MethodFacts copy = facts.copy();
    LateConstruction.apply(copy, late);
    return MethodFacts.of(owner, copy.method(), debug);
  }

  private MethodNode twin(MethodPlan plan) {
    MethodNode plain = plan.facts().method();
    MethodNode twin =
        new MethodNode(
            RuntimeNames.ASM_API,
            BridgeEmitter.twinAccess(plain.access),
            RuntimeNames.twinName(plain.name),
            RuntimeNames.twinDescriptor(plain.desc),
            null,
            plain.exceptions.toArray(new String[0]));
    TwinEmitter.emit(plan, environment, twin);
    return twin;
  }

  private static MethodNode resume(MethodPlan plan, Environment environment) {
    MethodNode resume = emptyResume(plan.facts().method().name, plan.number());
    ResumeEmitter.emit(plan, environment, resume);
    return resume;
  }

  private static MethodNode emptyResume(String methodName, int number) {
    return new MethodNode(
        RuntimeNames.ASM_API,
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
        RuntimeNames.resumeName(number, methodName),
        RuntimeNames.RESUME_DESCRIPTOR,
        null,
        null);
  }

  /** A rough bound, which for most methods answers the question of their size. */
  private static int sizeAtMost(MethodNode method) {
    int size = 0;
    for (AbstractInsnNode instruction : method.instructions) {
      size += LARGEST_INSTRUCTION;
      if (instruction instanceof TableSwitchInsnNode table) {
        size += 4 * table.labels.size() + 8;
      } else if (instruction instanceof LookupSwitchInsnNode lookup) {
        size += 8 * lookup.labels.size() + 8;
      }
    }
    return size;
  }

  private static int codeSize(MethodNode method) {
    CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
    method.accept(evaluator);
    return evaluator.getMaxSize();
  }

  private static Refusal tooLarge(MethodPlan plan, int size) {
    MethodFacts facts = plan.facts();
    return new Refusal(
        facts.owner().replace('/', '.') + "." + facts.method().name + facts.method().desc,
        plan.points().get(0).line(),
        Reason.TOO_LARGE,
        "its woven code would have "
            + size
            + " bytes for "
            + plan.points().size()
            + " suspend points, the class-file format allows 65,535; split the method");
  }

  private static String warning(int size, MethodNode method) {
    return size > JIT_LIMIT && codeSize(method) <= JIT_LIMIT
        ? "its woven code has up to "
            + size
            + " bytes, and HotSpot never compiles a method above 8,000: it will run interpreted"
            + " inside coroutines; split the method, or run with -XX:-DontCompileHugeMethods"
        : "";
  }
}
