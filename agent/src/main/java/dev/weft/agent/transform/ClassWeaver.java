package dev.weft.agent.transform;

import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.OutlineReader;
import dev.weft.agent.discover.Outlines;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.WovenAttribute;
import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Weaves one class: bytes in, bytes out. Thread-safe. */
public final class ClassWeaver {
  /** The attributes that mean something to the JVM in a method (JVMS §4.7). */
  private static final Set<String> OF_METHODS =
      Set.of(
          "Code",
          "Exceptions",
          "Synthetic",
          "Deprecated",
          "Signature",
          "AnnotationDefault",
          "MethodParameters",
          "RuntimeVisibleAnnotations",
          "RuntimeInvisibleAnnotations",
          "RuntimeVisibleParameterAnnotations",
          "RuntimeInvisibleParameterAnnotations",
          "RuntimeVisibleTypeAnnotations",
          "RuntimeInvisibleTypeAnnotations");

  private final Outlines outlines;
  private final SuspendableLookup lookup;
  private final WeaverOptions options;

  /** A weaver for the classes of one loader. */
  public ClassWeaver(Outlines outlines, SuspendableLookup lookup, WeaverOptions options) {
    this.outlines = outlines;
    this.lookup = lookup;
    this.options = options;
  }

  /**
   * Weaves a class.
   *
   * @return with bytes if anything had to be done
   * @throws AbiMismatchException if it was woven against another version of the runtime
   * @throws RuntimeException of ASM's if the bytes are no class file
   */
  public WeaveResult weave(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassOutline outline = OutlineReader.read(reader);
    if (outline.abiVersion() != 0) {
      if (outline.abiVersion() != RuntimeNames.ABI_VERSION) {
        throw new AbiMismatchException(outline.name(), outline.abiVersion());
      }
      outlines.put(outline);
      return WeaveResult.untouched(outline.name());
    }
    outlines.put(outline);
    ClassDecision decision = ClassDecision.of(outline, lookup);
    boolean ours = outline.name().startsWith(RuntimeNames.RUNTIME_PACKAGE); // see HandWritten
    if (decision.isEmpty() && !ours) {
      return WeaveResult.untouched(outline.name());
    }
    return weave(reader, outline, decision, false);
  }

  /**
   * Adds what keeps a class from being bypassed, and nothing more: for hidden classes, whose bodies
   * cannot be named by others, and for classes that are too large to be woven.
   */
  public WeaveResult bridge(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassOutline outline = OutlineReader.read(reader);
    if (outline.abiVersion() != 0) {
      return WeaveResult.untouched(outline.name());
    }
    ClassDecision decision = ClassDecision.of(outline, lookup);
    return decision.isEmpty()
        ? WeaveResult.untouched(outline.name())
        : weave(reader, outline, decision, true);
  }

  private WeaveResult weave(
      ClassReader reader, ClassOutline outline, ClassDecision decision, boolean bridgesOnly) {
    ClassNode type = new ClassNode(RuntimeNames.ASM_API);
    reader.accept(type, new Attribute[0], ClassReader.EXPAND_FRAMES);
    dropMisplacedAttributes(type);
    ClassRewriter rewriter = new ClassRewriter(type, outline, decision, lookup, options);
    List<MethodReport> reports = bridgesOnly ? rewriter.bridgeAll() : rewriter.rewrite();
    if (!rewriter.hasChanged()) {
      return new WeaveResult(outline.name(), Optional.empty(), reports);
    }
    if (rewriter.hasNewMembers()) {
      declareSerialVersion(reader, type, outline);
    }
    if (type.attrs == null) {
      type.attrs = new ArrayList<>();
    }
    type.attrs.add(new WovenAttribute(RuntimeNames.ABI_VERSION));
    ClassWriter writer = new Writer(reader);
    type.accept(writer);
    try {
      return new WeaveResult(outline.name(), Optional.of(writer.toByteArray()), reports);
    } catch (ClassTooLargeException | MethodTooLargeException e) {
      if (bridgesOnly) {
        throw e;
      }
      return weave(reader, outline, decision, true);
    }
  }

  /**
   * ASM writes an unknown attribute of a method's code as one of the method. The JVM ignores it in
   * the first place, and not in the second if it has a name of the JVM's own.
   */
  private static void dropMisplacedAttributes(ClassNode type) {
    for (MethodNode method : type.methods) {
      if (method.attrs != null) {
        method.attrs.removeIf(attribute -> OF_METHODS.contains(attribute.type));
      }
    }
  }

  private void declareSerialVersion(ClassReader reader, ClassNode type, ClassOutline outline) {
    OptionalLong version = SerialVersion.ofOriginal(reader, outline, lookup.hierarchy());
    if (version.isPresent()) {
      type.fields.add(
          new FieldNode(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
              "serialVersionUID",
              "J",
              null,
              version.getAsLong()));
    }
  }

  /** Frames are given, never computed, so no class is ever looked at to merge two types. */
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
