package dev.weft.agent.discover;

import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;

/** Reads a {@link ClassOutline} from the bytes of a class. */
public final class OutlineReader extends ClassVisitor {
  private static final int CONSTANT_UTF8 = 1;
  private static final int CONSTANT_INVOKE_DYNAMIC = 18;
  private static final String MXBEAN = "Ljavax/management/MXBean;";

  private String name;
  private int access;
  private int version;
  private Optional<String> superName = Optional.empty();
  private List<String> interfaces = List.of();
  private boolean marked;
  private boolean management;
  private int abiVersion;
  private final Map<String, MethodOutline> methods = new LinkedHashMap<>();
  private final List<LambdaUse> lambdas = new ArrayList<>();

  private OutlineReader() {
    super(RuntimeNames.ASM_API);
  }

  /**
   * Reads an outline.
   *
   * @throws RuntimeException of whatever kind if the bytes are no class file ASM can read
   */
  public static ClassOutline read(byte[] bytes) {
    return read(new ClassReader(bytes));
  }

  /** Reads an outline; see {@link #read(byte[])}. */
  public static ClassOutline read(ClassReader reader) {
    OutlineReader outline = new OutlineReader();
    int code = createsLambdas(reader) ? 0 : ClassReader.SKIP_CODE;
    reader.accept(
        outline,
        new Attribute[] {new WovenAttribute(0)},
        code | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return new ClassOutline(
        outline.name,
        outline.access,
        outline.version,
        outline.superName,
        outline.interfaces,
        outline.marked,
        outline.management,
        outline.abiVersion,
        outline.methods,
        List.copyOf(outline.lambdas));
  }

  /** Without these constants the bodies need not be read. */
  private static boolean createsLambdas(ClassReader reader) {
    boolean linksDynamically = false;
    boolean namesFactory = false;
    for (int i = 1; i < reader.getItemCount() && !(linksDynamically && namesFactory); i++) {
      int offset = reader.getItem(i);
      if (offset > 0) {
        int tag = reader.readByte(offset - 1);
        linksDynamically |= tag == CONSTANT_INVOKE_DYNAMIC;
        namesFactory |=
            tag == CONSTANT_UTF8
                && (isText(reader, offset, LambdaShape.METAFACTORY)
                    || isText(reader, offset, RuntimeNames.LAMBDA.getOwner()));
      }
    }
    return linksDynamically && namesFactory;
  }

  /** Whether a constant is this text, which is ASCII. */
  private static boolean isText(ClassReader reader, int offset, String text) {
    if (reader.readUnsignedShort(offset) != text.length()) {
      return false;
    }
    for (int i = text.length() - 1; i >= 0; i--) { // the ends of names differ most
      if (reader.readByte(offset + 2 + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void visit(
      int fullVersion,
      int flags,
      String internalName,
      String signature,
      String superClass,
      String[] superInterfaces) {
    version = fullVersion & 0xFFFF;
    access = flags;
    name = internalName;
    superName = Optional.ofNullable(superClass);
    interfaces = superInterfaces == null ? List.of() : List.of(superInterfaces);
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    marked |= descriptor.equals(RuntimeNames.SUSPENDABLE);
    management |= descriptor.equals(MXBEAN);
    return null;
  }

  @Override
  public void visitAttribute(Attribute attribute) {
    if (attribute instanceof WovenAttribute woven) {
      abiVersion = woven.abiVersion();
    }
  }

  @Override
  public MethodVisitor visitMethod(
      int flags, String methodName, String descriptor, String signature, String[] exceptions) {
    String key = methodName + descriptor;
    methods.put(key, new MethodOutline(flags, methodName, descriptor, false));
    return new MethodVisitor(RuntimeNames.ASM_API) {
      @Override
      public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        if (annotation.equals(RuntimeNames.SUSPENDABLE)) {
          methods.put(key, new MethodOutline(flags, methodName, descriptor, true));
        }
        return null;
      }

      @Override
      public void visitInvokeDynamicInsn(
          String samName, String factory, Handle bootstrap, Object... arguments) {
        Optional<LambdaShape> lambda = LambdaShape.of(samName, factory, bootstrap, arguments);
        if (lambda.isPresent()) {
          lambdas.add(LambdaUse.of(key, lambda.get()));
        }
      }
    };
  }
}
