// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
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
     * @param input requests of one signal in OTLP/JSON, one after the other
     * @throws RefusedException with all that is wrong
     */
    static OttlTrial of(List<String> statements, @Nullable String context, Path input)
            throws RefusedException {
        byte[] bytes = read(input);
        List<Request> requests = requests(bytes, input);
        Signal signal = requests.getFirst().signal();
        StatementSequence compiled = compile(statements, context(context, signal), signal);
        var before = new StringBuilder("before:\n");
        var after = new StringBuilder("after:\n");
        for (Request request : requests) {
            try {
                Payload payload =
                        OtlpJson.toPayload(signal, bytes, request.offset(), request.length());
                Telemetry telemetry = payload.open();
                compiled.run(telemetry);
                before.append(indented(payload)).append('\n');
                after.append(indented(telemetry.seal())).append('\n');
            } catch (MalformedTelemetryException | EvaluationException e) {
                throw new RefusedException("%s: %s".formatted(input, e.getMessage()), e);
            }
        }
        return new OttlTrial(before.append(after).toString(), failures(compiled));
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

    /** Where a request stands in the file. */
    private record Request(Signal signal, int offset, int length) {}

    /** One or more, as the exporter {@code file} writes them line by line, of one signal. */
    private static List<Request> requests(byte[] bytes, Path input) throws RefusedException {
        var requests = new ArrayList<Request>();
        try (JsonParser parser = JSON.createParser(bytes)) {
            while (parser.nextToken() != null) {
                requests.add(request(parser, input));
            }
        } catch (JsonEOFException e) {
            throw new RefusedException(
                    "%s: the JSON ends early, in line %d"
                            .formatted(input, e.getLocation().getLineNr()),
                    e);
        } catch (JsonProcessingException e) {
            throw new RefusedException(
                    "%s: no JSON: %s".formatted(input, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new RefusedException("%s: no JSON: %s".formatted(input, e.getMessage()), e);
        }
        if (requests.isEmpty()) {
            throw noTelemetry(input);
        }
        if (requests.stream().map(Request::signal).distinct().count() > 1) {
            throw new RefusedException(
                    "%s: requests of several signals (expected: of one)".formatted(input), null);
        }
        return requests;
    }

    /** The value that begins here, read to its end. */
    private static Request request(JsonParser parser, Path input)
            throws IOException, RefusedException {
        int offset = (int) parser.currentTokenLocation().getByteOffset();
        Signal signal = null;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Signal named = signal(parser.currentName());
                signal = signal == null ? named : signal;
                parser.nextToken();
                parser.skipChildren();
            }
        }
        if (signal == null) {
            throw noTelemetry(input);
        }
        int end = (int) parser.currentLocation().getByteOffset();
        return new Request(signal, offset, end - offset);
    }

    private static @Nullable Signal signal(String field) {
        return switch (field) {
            case "resourceSpans", "resource_spans" -> Signal.TRACES;
            case "resourceMetrics", "resource_metrics" -> Signal.METRICS;
            case "resourceLogs", "resource_logs" -> Signal.LOGS;
            case "resourceProfiles", "resource_profiles", "dictionary" -> Signal.PROFILES;
            default -> null;
        };
    }

    private static RefusedException noTelemetry(Path input) {
        return new RefusedException(
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
