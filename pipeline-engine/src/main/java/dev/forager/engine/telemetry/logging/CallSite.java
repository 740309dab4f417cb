// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a line is logged from, found by walking the stack of the calling thread. */
final class CallSite {
    /** Frames shown under a line without exception; deeper ones say nothing more. */
    private static final int MAX_FRAMES = 64;

    private static final String OWN = CallSite.class.getPackageName() + ".";
    private static final StackWalker WALKER = StackWalker.getInstance();

    private CallSite() {}

    /** {@code package/File.java:line}, as zap's short form. */
    static String caller() {
        Optional<String> caller =
                WALKER.walk(frames -> outside(frames).findFirst().map(CallSite::shortForm));
        return caller.orElse("undefined");
    }

    /** The frames above the logging call: the method on a line, its place on the next. */
    static String stack() {
        return WALKER.walk(
                frames ->
                        outside(frames)
                                .limit(MAX_FRAMES)
                                .map(CallSite::longForm)
                                .collect(Collectors.joining("\n")));
    }

    /** The stack trace of a failure with its causes. */
    static String stack(Throwable error) {
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    private static Stream<StackWalker.StackFrame> outside(Stream<StackWalker.StackFrame> frames) {
        return frames.dropWhile(frame -> isLogging(frame.getClassName()));
    }

    private static boolean isLogging(String name) {
        return name.startsWith(OWN)
                || name.startsWith("org.slf4j.")
                || name.startsWith("java.util.logging.");
    }

    private static String shortForm(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        int end = type.lastIndexOf('.');
        String folder =
                end < 0 ? "" : type.substring(type.lastIndexOf('.', end - 1) + 1, end) + "/";
        return folder + place(frame);
    }

    private static String longForm(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        int end = type.lastIndexOf('.');
        String folder = end < 0 ? "" : type.substring(0, end).replace('.', '/') + "/";
        return "%s.%s\n\t%s%s".formatted(type, frame.getMethodName(), folder, place(frame));
    }

    /** The runtime's own classes come without names of files and numbers of lines. */
    private static String place(StackWalker.StackFrame frame) {
        String file = frame.getFileName();
        return file == null ? "(no source)" : file + ":" + frame.getLineNumber();
    }
}
