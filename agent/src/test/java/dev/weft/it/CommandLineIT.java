package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.targets.Counting;
import dev.weft.it.targets.Unmarked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code java -jar weft-agent.jar}. */
class CommandLineIT {
  @TempDir Path temp;

  @Test
  void help_namesOptionsAndCommands() {
    Jvm.Result result = Jvm.cli("--help");
    assertEquals(0, result.exit());
    for (String word :
        new String[] {"-javaagent:", "include=", "chaos=", "weave ", "explain ", "--version"}) {
      assertTrue(result.out().contains(word), result::toString);
    }
    assertEquals(result.out(), Jvm.cli().out(), "no argument is a call for help");
  }

  @Test
  void version_isThatOfTheJar() throws IOException {
    try (JarFile jar = new JarFile(Jvm.agentJar().toFile())) {
      String version = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
      assertEquals("weft " + version, Jvm.cli("--version").out().strip());
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '#',
      value = {
        "weev# unknown command 'weev'; valid are weave",
        "weave# weave needs at least one folder or jar",
        "weave x# weave needs -o OUT",
        "weave nowhere -o out# there is no nowhere",
        "weave . -o .# the output must not be the input .",
        "weave . -o# option '-o' needs a value",
        "weave . -x out# unknown option '-x'; valid are -o",
        "weave . -o out --include a+b# 'a+b' is not a class pattern",
        "weave . -o out --class-path nowhere# there is no nowhere (on the class path)",
        "explain# explain needs at least one class name",
        "explain com.acme.Job# there is no class com.acme.Job; give its --class-path",
      })
  void wrongUse_oneMessageAndStatus2(String command, String expected) {
    String message = Jvm.cli(command.split(" ", -1)).failedWithOneMessage(2);
    assertTrue(message.startsWith("weft: " + expected), message);
  }

  @Test
  void weave_inputThatIsNoJar_oneMessage() throws IOException {
    Path file = Files.writeString(temp.resolve("text.jar"), "no jar");
    String message =
        Jvm.cli("weave", file.toString(), "-o", temp.resolve("out").toString())
            .failedWithOneMessage(2);
    assertTrue(message.contains("text.jar is not a jar"), message);
  }

  @Test
  void weave_folder_runsWithTheAgentAndIsNotWovenAgain() throws IOException {
    Path in = Deployment.folder(temp.resolve("in"), Counting.class);
    Files.writeString(in.resolve("note.txt"), "copied");
    Path out = temp.resolve("out");
    Jvm.Result weave =
        Jvm.cli(
            "weave",
            in.toString(),
            "-o",
            out.toString(),
            "--class-path",
            Jvm.runtimeJar().toString());
    weave.printed("weft: 1 of 1 classes woven to " + out);
    assertEquals("copied", Files.readString(out.resolve("note.txt")));

    Path dump = temp.resolve("dump");
    Jvm.withAgent("dump=" + dump).classPath(out).run(Counting.class).printed("[1, 2, 3]");
    assertFalse(Files.exists(dump.resolve("after")), "nothing was left to weave");
  }

  @Test
  void weave_sameInputTwice_sameBytesAsTheAgent() throws IOException {
    Path in = Deployment.folder(temp.resolve("in"), Counting.class);
    String file = Deployment.fileName(Counting.class);
    for (String out : new String[] {"one", "two"}) {
      Jvm.cli("weave", in.toString(), "-o", temp.resolve(out).toString());
    }
    byte[] one = Files.readAllBytes(temp.resolve("one").resolve(file));
    assertArrayEquals(one, Files.readAllBytes(temp.resolve("two").resolve(file)));
    Path dump = temp.resolve("dump");
    Jvm.withAgent("dump=" + dump).classPath(in).run(Counting.class);
    assertArrayEquals(Files.readAllBytes(dump.resolve("after").resolve(file)), one);
  }

  @Test
  void weave_jarWithPatterns_copiesAllAndWeaves() throws IOException {
    Path jar =
        Deployment.jar(
            temp.resolve("app.jar"),
            Map.of("META-INF/weft/suspendable", "dev.weft.it.targets.Unmarked\n", "a/b.txt", "b"),
            Unmarked.class);
    Path out = temp.resolve("out");
    Jvm.cli("weave", jar.toString(), "-o", out.toString())
        .printed("weft: 1 of 1 classes woven to " + out);
    try (JarFile woven = new JarFile(out.resolve("app.jar").toFile())) {
      assertEquals(3, woven.size());
    }
    Jvm.withAgent().classPath(out.resolve("app.jar")).run(Unmarked.class).printed("suspended");
  }

  @Test
  void weave_severalJarsWithPatterns_allCount() throws IOException {
    Path first =
        Deployment.jar(
            temp.resolve("first.jar"), Map.of("META-INF/weft/suspendable", "com.acme.**\n"));
    Path second =
        Deployment.jar(
            temp.resolve("second.jar"),
            Map.of("META-INF/weft/suspendable", "dev.weft.it.targets.Unmarked\n"),
            Unmarked.class);
    Path out = temp.resolve("out");
    Jvm.cli("weave", first.toString(), second.toString(), "-o", out.toString())
        .printed("weft: 1 of 1 classes woven to " + out);
  }

  @Test
  void weave_badPatternInJar_oneMessage() throws IOException {
    Path jar =
        Deployment.jar(
            temp.resolve("app.jar"), Map.of("META-INF/weft/suspendable", "a b\n"), Unmarked.class);
    String message =
        Jvm.cli("weave", jar.toString(), "-o", temp.resolve("out").toString())
            .failedWithOneMessage(2);
    assertTrue(message.contains("META-INF/weft/suspendable"), message);
    assertTrue(message.contains("'a b' is not a class pattern"), message);
  }

  @Test
  void weave_brokenClass_copiedWithOneMessage() throws IOException {
    Path in = Deployment.folder(temp.resolve("in"), Counting.class);
    Path broken = in.resolve("Broken.class");
    Files.write(broken, new byte[] {1, 2, 3});
    Path out = temp.resolve("out");
    Jvm.Result result = Jvm.cli("weave", in.toString(), "-o", out.toString());
    assertEquals(0, result.exit(), result::toString);
    assertTrue(
        result.out().contains("weft: cannot weave " + broken + ", which is copied as it is"),
        result::toString);
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(out.resolve("Broken.class")));
    assertTrue(result.out().contains("weft: 1 of 2 classes woven"), result::toString);
  }

  @Test
  void weave_classWovenForAnotherAbi_oneMessageAndStatus1() throws IOException {
    Path in = Deployment.folder(temp.resolve("in"), Counting.class);
    Path file = in.resolve(Deployment.fileName(Counting.class));
    Files.write(file, Forgery.wovenFor(99, Files.readAllBytes(file)));
    String message =
        Jvm.cli("weave", in.toString(), "-o", temp.resolve("out").toString())
            .failedWithOneMessage(1);
    assertTrue(message.contains("Counting was woven for version 99"), message);
  }

  @Test
  void weave_signedJar_dropsTheSignatureAndSaysSo() throws IOException {
    Path jar =
        Deployment.jar(
            temp.resolve("signed.jar"),
            Map.of("META-INF/ACME.SF", "Signature-Version: 1.0\n\n", "META-INF/ACME.RSA", "x"),
            Counting.class);
    Path out = temp.resolve("out");
    Jvm.Result result = Jvm.cli("weave", jar.toString(), "-o", out.toString());
    assertEquals(0, result.exit(), result::toString);
    assertTrue(result.out().contains("signed.jar is signed"), result::toString);
    Jvm.withAgent().classPath(out.resolve("signed.jar")).run(Counting.class).printed("[1, 2, 3]");
  }

  @Test
  void explain_class_saysForEachMethodWhetherAndWhy() {
    Jvm.Result result =
        Jvm.cli(
            "explain",
            "--class-path",
            Jvm.testClasses() + java.io.File.pathSeparator + Jvm.runtimeJar(),
            Counting.class.getName());
    assertEquals(0, result.exit(), result::toString);
    String out = result.out();
    assertTrue(out.startsWith("class dev.weft.it.targets.Counting\n"), out);
    assertTrue(out.contains("  <init>()V: plain, a constructor cannot be suspended\n"), out);
    assertTrue(
        out.contains(
            "  main([Ljava/lang/String;)V: plain, neither marked @Suspendable nor included"),
        out);
    assertTrue(out.contains("  count(Ldev/weft/generator/Yielder;)V: woven, frame 1x1\n"), out);
    assertTrue(out.contains("    point 1 line "), out);
    assertTrue(out.contains(" saves [local 0:dev/weft/generator/Yielder -> r0, local 1:int"), out);
  }

  @Test
  void explain_excludedClass_saysThatItIsExcluded() {
    Jvm.Result result =
        Jvm.cli(
            "explain",
            "--class-path",
            Jvm.testClasses() + java.io.File.pathSeparator + Jvm.runtimeJar(),
            "--exclude",
            "dev.weft.it.**",
            Counting.class.getName());
    assertTrue(result.out().contains("count(Ldev/weft/generator/Yielder;)V: plain, "));
    assertTrue(result.out().contains("excluded"), result::toString);
  }

  @Test
  void explain_brokenClass_oneMessage() throws IOException {
    Files.write(temp.resolve("Broken.class"), new byte[] {1, 2, 3});
    String message =
        Jvm.cli("explain", "Broken", "--class-path", temp.toString()).failedWithOneMessage(1);
    assertTrue(message.startsWith("weft: cannot read the class file of Broken"), message);
  }
}
