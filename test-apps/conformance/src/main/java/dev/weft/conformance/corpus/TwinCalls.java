package dev.weft.conformance.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Whether each call of a twin has a twin to reach. Linking does not tell: the JVM resolves a call
 * when it is first made.
 */
final class TwinCalls {
  private static final String TWIN = "$weft$";

  private final Map<String, Node> types = new HashMap<>();
  private final Set<Call> calls = new HashSet<>();

  private record Call(String owner, String method) {}

  private record Node(List<String> supertypes, Set<String> twins) {}

  /** Notes the twins and calls of a class. */
  void note(byte[] bytes) {
    new ClassReader(bytes).accept(new Reader(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  /** The calls of twins that no type of the corpus declares or inherits. */
  Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    for (Call call : calls) {
      if (types.containsKey(call.owner()) && !reaches(call.owner(), call.method())) {
        missing.add(call.owner() + "." + call.method());
      }
    }
    return missing;
  }

  private boolean reaches(String type, String method) {
    Node node = types.get(type);
    return node != null
        && (node.twins().contains(method)
            || node.supertypes().stream().anyMatch(up -> reaches(up, method)));
  }

  private final class Reader extends ClassVisitor {
    private Set<String> twins = Set.of();

    Reader() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String up, String[] interfaces) {
      List<String> supertypes = new ArrayList<>(List.of(interfaces));
      if (up != null) {
        supertypes.add(up);
      }
      twins = new HashSet<>();
      types.putIfAbsent(name, new Node(supertypes, twins));
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if (name.startsWith(TWIN)) {
        twins.add(name + descriptor);
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String calledDescriptor, boolean itf) {
          if (called.startsWith(TWIN)) {
            calls.add(new Call(owner, called + calledDescriptor));
          }
        }
      };
    }
  }
}
