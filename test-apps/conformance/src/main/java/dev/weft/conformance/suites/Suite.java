package dev.weft.conformance.suites;

import java.util.List;

/**
 * The published tests of a library.
 *
 * @param name the artifact
 * @param tests the file name of the jar with the tests, in the folder of libraries
 * @param libraries the file names of the jars they need, the library's own first
 * @param include which classes are woven besides those of JUnit and its friends
 * @param leftOut test classes that are not run, by regular expressions for the end of their names:
 *     each takes seconds plainly, waits for clocks, or needs what the jar does not have
 */
record Suite(
    String name,
    Engine engine,
    String tests,
    List<String> libraries,
    String include,
    List<String> leftOut) {

  /** What runs the tests. */
  enum Engine {
    /** JUnit 5. */
    JUPITER,
    /** JUnit 3 and 4. */
    JUNIT4
  }

  private static final String LANG = "commons-lang3-3.20.0";
  private static final String COLLECTIONS = "commons-collections4-4.6.0";
  private static final String IO = "commons-io-2.22.0";
  private static final String MATH = "commons-math3-3.6.1";
  private static final String COMPRESS = "commons-compress-1.28.0";
  private static final String CODEC = "commons-codec-1.22.1.jar";
  private static final String GUAVA = "guava-33.5.0-jre.jar";
  private static final String GUAVA_TESTLIB = "guava-testlib-33.5.0-jre.jar";
  private static final String FAILURE_ACCESS = "failureaccess-1.0.3.jar";

  /** The suites of the proof. */
  static final List<Suite> ALL =
      List.of(
          new Suite(
              "commons-lang3",
              Engine.JUPITER,
              LANG + "-tests.jar",
              List.of(LANG + ".jar", "commons-text-1.14.0.jar"),
              "org.apache.commons.lang3.**",
              List.of(
                  "LockingVisitorsTest",
                  "FastDateParserTest",
                  "FastDateParser_TimeZoneStrategyTest",
                  "ExtendedMessageFormatTest",
                  "DurationFormatUtilsTest",
                  "ClassUtilsOssFuzzTest",
                  "ToStringStyleConcurrencyTest",
                  "AnnotationUtilsTest",
                  "TimedSemaphoreTest")),
          new Suite(
              "commons-collections4",
              Engine.JUPITER,
              COLLECTIONS + "-tests.jar",
              List.of(
                  COLLECTIONS + ".jar",
                  LANG + ".jar",
                  IO + ".jar",
                  CODEC,
                  GUAVA,
                  GUAVA_TESTLIB,
                  FAILURE_ACCESS),
              "org.apache.commons.collections4.**",
              List.of()),
          new Suite(
              "commons-io",
              Engine.JUPITER,
              IO + "-tests.jar",
              List.of(IO + ".jar", LANG + ".jar", CODEC, "jimfs-1.3.1.jar", GUAVA, FAILURE_ACCESS),
              "org.apache.commons.io.**",
              List.of(
                  "ByteOrderMarkTest",
                  "FileChannelsTest",
                  "FileCleanerTest",
                  "FileCleaningTrackerTest",
                  "FileUtilsListFilesTest",
                  "FileUtilsTest",
                  "FileUtilsWaitForTest",
                  "IOUtilsTest",
                  "ReadAheadInputStreamTest",
                  "TailerTest")),
          new Suite(
              "commons-math3",
              Engine.JUNIT4,
              MATH + "-tests.jar",
              List.of(MATH + ".jar"),
              "org.apache.commons.math3.**",
              List.of()),
          new Suite(
              "commons-compress",
              Engine.JUPITER,
              COMPRESS + "-tests.jar",
              List.of(
                  COMPRESS + ".jar",
                  IO + ".jar",
                  LANG + ".jar",
                  CODEC,
                  "xz-1.10.jar",
                  "zstd-jni-1.5.7-4.jar",
                  "dec-0.1.2.jar",
                  "aircompressor-2.0.2.jar",
                  "memoryfilesystem-2.8.1.jar"),
              "org.apache.commons.compress.**",
              List.of(
                  "AbstractOsgiITest",
                  "ArchiveReadTest",
                  "BZip2Compress651Test",
                  "ChangeSetRawTypesTest",
                  "ExpandApkTest",
                  "FramedLZ4CompressorRoundtripTest",
                  "LongPathTest",
                  "LongSymLinkTest",
                  "SevenZFileTest",
                  "SevenZOutputFileTest",
                  "SevenZTest",
                  "SnappyRoundtripTest",
                  "TarArchiveInputStreamTest",
                  "ZipTest")),
          new Suite(
              "guava",
              Engine.JUNIT4,
              "guava-tests-23.0-tests.jar",
              List.of("guava-23.0.jar", "guava-testlib-23.0.jar", "truth-0.32.jar"),
              "com.google.common.**",
              List.of("(?:collect|cache|reflect|testing|util[.]concurrent)[.].*")));

  /** What every suite needs. */
  static final List<String> TEST_LIBRARIES =
      List.of(
          "junit-4.13.2.jar",
          "hamcrest-core-1.3.jar",
          "junit-jupiter-api-5.14.4.jar",
          "junit-jupiter-engine-5.14.4.jar",
          "junit-jupiter-params-5.14.4.jar",
          "junit-platform-commons-1.14.4.jar",
          "junit-platform-engine-1.14.4.jar",
          "junit-platform-launcher-1.14.4.jar",
          "opentest4j-1.3.0.jar",
          "junit-pioneer-1.9.1.jar",
          "easymock-5.6.0.jar",
          "objenesis-3.4.jar",
          "mockito-core-4.11.0.jar",
          "mockito-junit-jupiter-4.11.0.jar",
          "byte-buddy-1.18.17.jar",
          "byte-buddy-agent-1.18.17.jar",
          "jsr305-3.0.2.jar");

  /** The agent's include option: the library, its tests, and all that calls the tests. */
  String included() {
    return include
        + "|org.junit.**|junit.**|org.hamcrest.**|org.opentest4j.**|dev.weft.conformance.suites.**";
  }
}
