package dev.weft.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weft.generator.Generator;
import dev.weft.neighbours.targets.Counting;
import dev.weft.neighbours.targets.CountingServlet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.catalina.Context;
import org.apache.catalina.loader.ParallelWebappClassLoader;
import org.apache.catalina.startup.Tomcat;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.springframework.boot.loader.tools.Libraries;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** Hazard 84: class loaders that are not like the JDK's. */
class LoadersIT {
  private static final List<String> CLASSES =
      List.of("Counting.class", "Counting$Below.class", "CountingServlet.class");

  @TempDir Path folder;

  private static Path packageFolder() {
    return Jvm.testClasses().resolve("dev/weft/neighbours/targets");
  }

  /** A jar with the targets; the name of its main class if it is to have one. */
  private Path jar(String name, Map<String, String> attributes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream stream = new JarOutputStream(file, manifest)) {
      for (String type : CLASSES) {
        stream.putNextEntry(new ZipEntry("dev/weft/neighbours/targets/" + type));
        stream.write(Files.readAllBytes(packageFolder().resolve(type)));
      }
    }
    return jar;
  }

  @Test
  void h84_springBootFatJar_nestedJarIsWoven() throws IOException {
    // The main class is in the application, what it calls is in a jar inside the jar.
    Path application = jar("app.jar", Map.of());
    Path library = folder.resolve("library.jar");
    Path fat = folder.resolve("fat.jar");
    try (OutputStream file = Files.newOutputStream(library);
        JarOutputStream stream = new JarOutputStream(file)) {
      stream.putNextEntry(new ZipEntry("dev/weft/neighbours/targets/Counting$Below.class"));
      stream.write(Files.readAllBytes(packageFolder().resolve("Counting$Below.class")));
    }
    Path slim = folder.resolve("slim.jar");
    try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(application.toFile());
        OutputStream file = Files.newOutputStream(slim);
        JarOutputStream stream = new JarOutputStream(file)) {
      for (String type :
          List.of("META-INF/MANIFEST.MF", "dev/weft/neighbours/targets/Counting.class")) {
        stream.putNextEntry(new ZipEntry(type));
        try (InputStream in = zip.getInputStream(zip.getEntry(type))) {
          in.transferTo(stream);
        }
      }
    }
    Repackager repackager = new Repackager(slim.toFile());
    repackager.setMainClass(Counting.class.getName());
    Libraries libraries =
        callback -> callback.library(new Library(library.toFile(), LibraryScope.COMPILE));
    repackager.repackage(fat.toFile(), libraries);
    Jvm.withAgent("include=dev.weft.neighbours.targets.**")
        .run(List.of("-jar", fat.toString()))
        .printed("10 LaunchedClassLoader");
  }

  @Test
  @SuppressWarnings("deprecation") // a mapping made by code
  void h84_tomcatWebApplication_requestRunsAGenerator() throws Exception {
    Path classes = folder.resolve("app/WEB-INF/classes/dev/weft/neighbours/targets");
    Files.createDirectories(classes);
    for (String type : CLASSES) {
      Files.copy(packageFolder().resolve(type), classes.resolve(type));
    }
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    Context context = tomcat.addContext("", folder.resolve("app").toString());
    context.setParentClassLoader(LoadersIT.class.getClassLoader());
    context.setIgnoreAnnotations(true);
    Tomcat.addServlet(context, "count", CountingServlet.class.getName());
    context.addServletMappingDecoded("/count", "count");
    tomcat.start();
    try {
      int port = tomcat.getConnector().getLocalPort();
      URI uri =
          new URI(
              "http",
              null,
              InetAddress.getLoopbackAddress().getHostAddress(),
              port,
              "/count",
              "n=5",
              null);
      String answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
              .body();
      assertEquals("15 " + ParallelWebappClassLoader.class.getSimpleName(), answer);
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  @Test
  void h84_osgiBundle_runtimeByBootDelegation() throws Exception {
    Path bundle =
        jar(
            "bundle.jar",
            Map.of(
                Constants.BUNDLE_MANIFESTVERSION, "2",
                Constants.BUNDLE_SYMBOLICNAME, "counting"));
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("cache").toString(),
                    // Bundles see no boot class but java.* unless told so; see docs/limits.md.
                    Constants.FRAMEWORK_BOOTDELEGATION,
                    "dev.weft,dev.weft.*"));
    framework.start();
    try {
      Bundle installed = framework.getBundleContext().installBundle(bundle.toUri().toString());
      installed.start();
      Class<?> counting = installed.loadClass(Counting.class.getName());
      assertNotSame(Counting.class, counting);
      assertEquals(21, counting.getMethod("sum", int.class).invoke(null, 6));
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  @Test
  void h84_childFirstLoader_hasItsOwnClassesAndTheOneRuntime() throws Exception {
    URL[] path = {jar("child.jar", Map.of()).toUri().toURL()};
    try (ChildFirst loader = new ChildFirst(path)) {
      Class<?> counting = loader.loadClass(Counting.class.getName());
      assertNotSame(Counting.class, counting);
      assertEquals(28, counting.getMethod("sum", int.class).invoke(null, 7));
    }
    assertNull(Generator.class.getClassLoader());
  }

  /** Many threads load the same woven classes, which ask for each other's outlines, at once. */
  @Test
  void h84_parallelCapableLoader_manyThreads() throws Exception {
    loadInParallel(true);
  }

  /** A loader that locks itself for each class, as those from before Java 7 do. */
  @Test
  void h84_loaderWithOneLock_twoThatAskEachOther_noDeadlock() throws Exception {
    loadInParallel(false);
  }

  private void loadInParallel(boolean parallel) throws Exception {
    URL[] path = {jar("parallel.jar", Map.of()).toUri().toURL()};
    int threads = 8;
    for (int round = 0; round < 10; round++) {
      ClassLoader loader = parallel ? new Parallel(path) : new Locking(path);
      CountDownLatch start = new CountDownLatch(threads);
      List<FutureTask<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String first = i % 2 == 0 ? "Counting" : "Counting$Below";
        tasks.add(
            new FutureTask<>(
                () -> {
                  start.countDown();
                  start.await();
                  Class.forName("dev.weft.neighbours.targets." + first, true, loader);
                  return loader
                      .loadClass(Counting.class.getName())
                      .getMethod("sum", int.class)
                      .invoke(null, 8);
                }));
      }
      tasks.forEach(task -> new Thread(task, "loading").start());
      for (FutureTask<Object> task : tasks) {
        assertEquals(36, task.get(60, TimeUnit.SECONDS));
      }
    }
  }

  /** Asks its parent last, for the targets. */
  private static class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] path) {
      super(path, LoadersIT.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && name.startsWith("dev.weft.neighbours.targets.")) {
          loaded = findClass(name);
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
      }
    }

    @Override
    public URL getResource(String name) {
      URL own = findResource(name);
      return own == null ? super.getResource(name) : own;
    }
  }

  /** Not registered as parallel capable: the JVM locks it around each class. */
  private static final class Locking extends ChildFirst {
    Locking(URL[] path) {
      super(path);
    }
  }

  private static final class Parallel extends ChildFirst {
    static {
      registerAsParallelCapable();
    }

    Parallel(URL[] path) {
      super(path);
    }
  }
}
