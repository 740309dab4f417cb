// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.Statement;
import dev.forager.ottl.StatementSequence;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * Statements of OTTL tried on a file of telemetry: what was there before, and after.
 *
 * @param output both, as indented JSON
 * @param failures one text for each statement that failed on an item
 */
record OttlTrial(String output, List<String> failures) {
    /** Chosen: a trial wants a sample, and JSON takes a multiple of it while it is indented. */
    private static final int MAX_BYTES = 64 << 20;

    private static final JsonFactory JSON = new JsonFactory();

    /** What a trial cannot be made of. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Runs them in their order on every item.
     *
     * @param context what they run on; null to infer it
     * @param input a request in OTLP/JSON
     * @throws RefusedException with all that is wrong
     */
    static OttlTrial of(List<String> statements, @Nullable String context, Path input)
            throws RefusedException {
        byte[] bytes = read(input);
        Signal signal = signal(bytes, input);
        StatementSequence compiled = compile(statements, context(context, signal), signal);
        try {
            Payload before = OtlpJson.toPayload(signal, bytes, 0, bytes.length);
            Telemetry telemetry = before.open();
            compiled.run(telemetry);
            String output =
                    "before:\n%s\nafter:\n%s\n"
                            .formatted(indented(before), indented(telemetry.seal()));
            return new OttlTrial(output, failures(compiled));
        } catch (MalformedTelemetryException | EvaluationException e) {
            throw new RefusedException("%s: %s".formatted(input, e.getMessage()), e);
        }
    }

    private static byte[] read(Path input) throws RefusedException {
        try (InputStream in = Files.newInputStream(input)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new RefusedException(
                        "%s: too large (expected: at most %d bytes)".formatted(input, MAX_BYTES),
                        null);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new RefusedException(
                    "%s: no such file (expected: a request in OTLP/JSON)".formatted(input), e);
        } catch (IOException e) {
            throw new RefusedException(
                    "%s: cannot be read: %s".formatted(input, e.getMessage()), e);
        }
    }

    /** By the request's only field. */
    private static Signal signal(byte[] bytes, Path input) throws RefusedException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            parser.nextToken();
            if (parser.nextToken() == JsonToken.FIELD_NAME) {
                switch (parser.currentName()) {
                    case "resourceSpans", "resource_spans" -> {
                        return Signal.TRACES;
                    }
                    case "resourceMetrics", "resource_metrics" -> {
                        return Signal.METRICS;
                    }
                    case "resourceLogs", "resource_logs" -> {
                        return Signal.LOGS;
                    }
                    case "resourceProfiles", "resource_profiles", "dictionary" -> {
                        return Signal.PROFILES;
                    }
                    default -> {}
                }
            }
        } catch (JsonProcessingException e) {
            throw new RefusedException(
                    "%s: no JSON: %s".formatted(input, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new RefusedException("%s: no JSON: %s".formatted(input, e.getMessage()), e);
        }
        throw new RefusedException(
                ("%s: no telemetry (expected: an object with resourceSpans, resourceMetrics,"
                                + " resourceLogs or resourceProfiles)")
                        .formatted(input),
                null);
    }

    private static @Nullable OttlContext context(@Nullable String name, Signal signal)
            throws RefusedException {
        if (name == null) {
            return null;
        }
        OttlContext context = OttlContext.of(name);
        if (context == null || !OttlContext.of(signal).contains(context)) {
            throw new RefusedException(
                    "unknown context %s for %s (expected: one of %s)"
                            .formatted(name, signal.id(), contexts(signal)),
                    null);
        }
        return context;
    }

    private static String contexts(Signal signal) {
        return OttlContext.of(signal).stream()
                .map(OttlContext::label)
                .collect(Collectors.joining(", "));
    }

    private static StatementSequence compile(
            List<String> statements, @Nullable OttlContext context, Signal signal)
            throws RefusedException {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence compiled =
                OttlCompiler.of(Functions.standard(), signal)
                        .statements(
                                statements.stream().map(Source::of).toList(),
                                List.of(),
                                context,
                                ErrorHandling.of(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER),
                                problems);
        if (!problems.isEmpty()) {
            String text = OttlException.text(problems);
            boolean isContextUnknown =
                    context == null && text.startsWith("unable to infer context");
            throw new RefusedException(
                    isContextUnknown
                            ? "%s\n    (expected: --context with one of %s, or one of them before each path)"
                                    .formatted(text, contexts(signal))
                            : text,
                    null);
        }
        return compiled;
    }

    private static String indented(Payload payload) {
        var out = new StringWriter();
        var indenter = new DefaultIndenter("  ", "\n");
        try (JsonParser parser = JSON.createParser(OtlpJson.toJson(payload));
                JsonGenerator generator = JSON.createGenerator(out)) {
            generator.setPrettyPrinter(
                    new DefaultPrettyPrinter()
                            .withArrayIndenter(indenter)
                            .withObjectIndenter(indenter));
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        } catch (IOException e) {
            throw new IllegalStateException("own JSON is sound, and in memory", e);
        }
        return out.toString();
    }

    private static List<String> failures(StatementSequence compiled) {
        List<String> texts = new ArrayList<>();
        for (Statement statement : compiled.statements()) {
            long count = statement.failures().count();
            if (count > 0) {
                texts.add(
                        "%s: failed on %d %s, first: %s"
                                .formatted(
                                        statement.text(),
                                        count,
                                        count == 1 ? "item" : "items",
                                        statement.failures().first()));
            }
        }
        return texts;
    }
}
