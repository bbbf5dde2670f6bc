package dev.weft.agent.transform;

import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.OutlineReader;
import dev.weft.agent.discover.Outlines;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.WovenAttribute;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.LimitExceededException;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Weaves one class: bytes in, bytes out. Thread-safe. */
public final class ClassWeaver {
  private static final String TOO_LARGE =
      "its class would have more constants than the class-file format allows, or is hidden;"
          + " split the class";

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

  /** No lambda, which would be the first one that a program loads at its start. */
  private static final Predicate<String> EVERY_METHOD =
      new Predicate<>() {
        @Override
        public boolean test(String method) {
          return true;
        }
      };

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
    return weave(bytes, EVERY_METHOD);
  }

  /**
   * Weaves another version of a class that is loaded.
   *
   * @param loaded whether the loaded class has a method of this name and descriptor; the JVM lets
   *     nobody add one
   */
  public WeaveResult reweave(byte[] bytes, Predicate<String> loaded) {
    return weave(bytes, loaded);
  }

  private WeaveResult weave(byte[] bytes, Predicate<String> allowed) {
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
    if (allowed != EVERY_METHOD) {
      decision = decision.withTwinsIn(allowed);
    }
    boolean ours = outline.name().startsWith(RuntimeNames.RUNTIME_PACKAGE); // see HandWritten
    if (decision.isEmpty() && !ours && !lookup.isAsked(outline)) {
      return WeaveResult.untouched(outline.name());
    }
    try {
      return bodies(reader, outline, decision, allowed);
    } catch (ClassTooLargeException | MethodTooLargeException | LimitExceededException e) {
      return bridges(reader, outline, decision, allowed, Reason.TOO_LARGE, TOO_LARGE, e);
    } catch (RuntimeException | AssertionError e) { // ASM says "malformed" by many kinds
      String text = "its class could not be rewritten (" + e + "); use exclude= for it";
      return bridges(reader, outline, decision, allowed, Reason.MALFORMED, text, e);
    }
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
    if (decision.isEmpty()) {
      return WeaveResult.untouched(outline.name());
    }
    ClassRewriter rewriter = rewriter(reader, outline, decision, EVERY_METHOD);
    return write(reader, outline, rewriter, rewriter.bridgeAll(Reason.TOO_LARGE, TOO_LARGE));
  }

  private WeaveResult bodies(
      ClassReader reader, ClassOutline outline, ClassDecision decision, Predicate<String> allowed) {
    ClassReader readable = reader;
    if (OldClassFile.isOld(outline.version()) && decision.weavesBodies()) {
      readable = OldClassFile.modernized(reader, lookup.hierarchy()).orElse(reader);
    }
    ClassRewriter rewriter = rewriter(readable, outline, decision, allowed);
    return write(reader, outline, rewriter, rewriter.rewrite());
  }

  /**
   * What is left when the bodies cannot be woven. Callers may have been woven already, and rely on
   * the twins.
   */
  private WeaveResult bridges(
      ClassReader reader,
      ClassOutline outline,
      ClassDecision decision,
      Predicate<String> allowed,
      Reason reason,
      String text,
      Throwable cause) {
    try {
      ClassRewriter rewriter = rewriter(reader, outline, decision, allowed);
      return write(reader, outline, rewriter, rewriter.bridgeAll(reason, text));
    } catch (RuntimeException | AssertionError e) {
      e.addSuppressed(cause);
      throw e;
    }
  }

  private ClassRewriter rewriter(
      ClassReader reader, ClassOutline outline, ClassDecision decision, Predicate<String> allowed) {
    ClassNode type = new ClassNode(RuntimeNames.ASM_API);
    reader.accept(type, new Attribute[0], ClassReader.EXPAND_FRAMES);
    dropMisplacedAttributes(type);
    InnerClassEntries.dropContradictory(reader, type);
    return new ClassRewriter(type, outline, decision, lookup, options, allowed);
  }

  private WeaveResult write(
      ClassReader original,
      ClassOutline outline,
      ClassRewriter rewriter,
      List<MethodReport> reports) {
    if (!rewriter.hasChanged()) {
      return new WeaveResult(outline.name(), Optional.empty(), reports);
    }
    ClassNode type = rewriter.type();
    if (rewriter.hasNewMembers()) {
      declareSerialVersion(original, type, outline);
    }
    if (type.attrs == null) {
      type.attrs = new ArrayList<>();
    }
    type.attrs.add(new WovenAttribute(RuntimeNames.ABI_VERSION));
    ClassWriter writer = new Writer(original);
    type.accept(writer);
    return new WeaveResult(outline.name(), Optional.of(writer.toByteArray()), reports);
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
    /** What ASM may take for a method whose jumps must be widened; its own limits are too low. */
    private static final int MAX_BYTES = 100_000_000;

    private static final long MAX_OPERATIONS = 2_000_000_000L;

    Writer(ClassReader reader) {
      super(reader, ClassWriter.COMPUTE_MAXS);
      setComputeLimits(MAX_BYTES, MAX_OPERATIONS);
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      throw new UnsupportedOperationException("stack maps are never recomputed");
    }
  }
}
