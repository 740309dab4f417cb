// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Statements made of the tables beside this class, in the folder {@code differential}: every
 * function with every kind of argument in every place, every operator between all kinds of values,
 * every field of every context read, set and edited. Where that is too much, a part that is always
 * the same.
 */
final class CaseGenerator {
    /**
     * A statement and what it runs on.
     *
     * @param context of the statement
     * @param item the name of a file of telemetry
     * @param statement the text
     */
    record Draft(OttlContext context, String item, String statement) {}

    private static final long SEED = 20_261_127;
    private static final Pattern ATTRIBUTE = Pattern.compile("@(\\w+)");
    private static final Pattern ARGUMENT = Pattern.compile("(?:(\\w+): )?(.*?)(\\?)?");
    private static final String RESULT = "set(log.attributes[\"r\"], %s)";
    private static final List<String> POINTS =
            List.of("gauge", "sum", "histogram", "exponential-histogram", "summary");

    /** What the items of each context are tried in. */
    private static final Map<OttlContext, List<String>> ITEMS =
            Map.of(
                    OttlContext.RESOURCE, List.of("log"),
                    OttlContext.SCOPE, List.of("log"),
                    OttlContext.SPAN, List.of("span"),
                    OttlContext.SPAN_EVENT, List.of("span"),
                    OttlContext.METRIC, POINTS,
                    OttlContext.DATA_POINT, POINTS,
                    OttlContext.EXEMPLAR, List.of("gauge", "histogram"),
                    OttlContext.LOG, List.of("log", "log-map"),
                    OttlContext.PROFILE, List.of("profile"));

    private final SequencedSet<Draft> drafts = new LinkedHashSet<>();

    private CaseGenerator() {}

    /** Every converter, called well and with every argument replaced by every kind of value. */
    static List<Draft> converters() {
        CaseGenerator generator = new CaseGenerator();
        generator.calls("converters", RESULT);
        return generator.some(6000);
    }

    /** As {@link #converters}, of the editors. */
    static List<Draft> editors() {
        CaseGenerator generator = new CaseGenerator();
        generator.calls("editors", "%s");
        return generator.some(3000);
    }

    /** The names of the functions that {@link #converters} and {@link #editors} call. */
    static List<String> functions() {
        return Stream.of("converters", "editors")
                .flatMap(file -> lines(file).stream())
                .map(line -> line.split(" \\| ")[0])
                .toList();
    }

    /** Calculations, comparisons and indexing with all kinds of values, and logic. */
    static List<Draft> operators() {
        CaseGenerator generator = new CaseGenerator();
        generator.operations();
        List<Draft> drafts = new ArrayList<>(generator.some(3000));
        CaseGenerator logic = new CaseGenerator();
        Random random = new Random(SEED);
        List<String> conditions = attributes(lines("conditions"));
        for (int i = 0; i < 700; i++) {
            logic.log(RESULT.formatted("true") + " where " + condition(conditions, random, 3));
        }
        drafts.addAll(logic.drafts);
        return drafts;
    }

    /** The fields of a context and of what it lies in: read, set and edited. */
    static List<Draft> fields(OttlContext context) {
        CaseGenerator generator = new CaseGenerator();
        generator.paths(context);
        return generator.some(1100);
    }

    /** The contexts that {@link #fields} knows. */
    static List<OttlContext> contexts() {
        return ITEMS.keySet().stream().sorted().toList();
    }

    private List<Draft> some(int limit) {
        List<Draft> some = new ArrayList<>(drafts);
        Collections.shuffle(some, new Random(SEED));
        return some.subList(0, Math.min(limit, some.size()));
    }

    private void log(String statement) {
        drafts.add(new Draft(OttlContext.LOG, "log", statement));
    }

    private void calls(String file, String format) {
        List<String> values = attributes(lines("arguments"));
        for (String line : attributes(lines(file))) {
            List<String> parts = List.of(line.split(" \\| "));
            Call call = Call.of(parts, format);
            call.variants(values).forEach(this::log);
        }
    }

    /**
     * A call that works.
     *
     * @param name of the function
     * @param arguments that fit
     * @param names of the parameters; empty where they are not tried
     * @param required how many may not be left out
     * @param format what stands around it
     */
    private record Call(
            String name, List<String> arguments, List<String> names, int required, String format) {
        static Call of(List<String> parts, String format) {
            List<String> arguments = new ArrayList<>();
            List<String> names = new ArrayList<>();
            int required = 0;
            for (String part : parts.subList(1, parts.size())) {
                var matcher = ARGUMENT.matcher(part);
                matcher.matches();
                arguments.add(matcher.group(2));
                if (matcher.group(1) != null) {
                    names.add(matcher.group(1));
                }
                required += matcher.group(3) == null ? 1 : 0;
            }
            boolean isRandom = List.of("Now", "UUID", "UUIDv7").contains(parts.getFirst());
            return new Call(
                    parts.getFirst(),
                    arguments,
                    names,
                    required,
                    isRandom ? format.formatted("IsString(%s)") : format);
        }

        List<String> variants(List<String> values) {
            List<String> out = new ArrayList<>();
            int count = arguments.size();
            out.add(with(arguments));
            out.add(with(plus(arguments, "1")));
            out.add(with(plus(arguments, "\"x\"", "2")));
            for (int i = 0; i < count; i++) {
                out.add(with(arguments.subList(0, i)));
                for (String value : values) {
                    List<String> changed = new ArrayList<>(arguments);
                    changed.set(i, value);
                    out.add(with(changed.subList(0, i < required ? count : i + 1)));
                }
            }
            if (!names.isEmpty()) {
                for (int i = 0; i <= count; i++) {
                    out.add(with(plus(arguments.subList(0, i), named(i, count))));
                }
                out.add(with(plus(List.of(named(0, count)).reversed())));
                out.add(with(plus(arguments.subList(0, 1), "bogus=1")));
                out.add(with(plus(arguments, named(count - 1, count))));
            }
            return out;
        }

        private String[] named(int from, int to) {
            String[] out = new String[to - from];
            for (int i = from; i < to; i++) {
                out[i - from] = names.get(i) + "=" + arguments.get(i);
            }
            return out;
        }

        private static List<String> plus(List<String> list, String... more) {
            return Stream.concat(list.stream(), Stream.of(more)).toList();
        }

        private String with(List<String> some) {
            return format.replace("%s", name + "(" + String.join(", ", some) + ")");
        }
    }

    private void operations() {
        List<String> operands = attributes(lines("operands"));
        String holds = RESULT.formatted("true") + " where ";
        for (String left : operands) {
            for (String right : operands) {
                for (String operator : List.of("+", "-", "*", "/")) {
                    log(RESULT.formatted(left + " " + operator + " " + right));
                }
                for (String operator : List.of("==", "!=", "<", "<=", ">", ">=")) {
                    log(holds + left + " " + operator + " " + right);
                }
            }
            log(RESULT.formatted(left));
            log(RESULT.formatted("-" + left));
            log(RESULT.formatted("+" + left));
            log(RESULT.formatted("2 * (" + left + " - 1) / 3"));
            log(RESULT.formatted("[" + left + ", {\"k\": " + left + "}]"));
            log(holds + left);
            log(holds + "not " + left);
            log("set(log.cache[\"c\"], " + left + ") where log.cache[\"c\"] == nil");
            for (String key : List.of("m", "l")) {
                String element = "log.attributes[\"" + key + "\"][" + left + "]";
                log(RESULT.formatted(element));
                log("set(" + element + ", 5)");
            }
            log("set(log.attributes[" + left + "], 5)");
        }
    }

    private static String condition(List<String> conditions, Random random, int depth) {
        int choice = depth == 0 ? 0 : random.nextInt(10);
        if (choice < 3) {
            String not = random.nextInt(4) == 0 ? "not " : "";
            return not + conditions.get(random.nextInt(conditions.size()));
        }
        String left = condition(conditions, random, depth - 1);
        if (choice < 5) {
            return (random.nextInt(5) < 2 ? "not (" : "(") + left + ")";
        }
        return left
                + (random.nextBoolean() ? " and " : " or ")
                + condition(conditions, random, depth - 1);
    }

    private void paths(OttlContext context) {
        List<String> paths = lines("paths");
        List<String> own = paths.stream().filter(isOf(context)).toList();
        String out =
                switch (context) {
                    case METRIC -> "metric.metadata[\"r\"]";
                    case EXEMPLAR -> "exemplar.filtered_attributes[\"r\"]";
                    default -> context.label() + ".attributes[\"r\"]";
                };
        for (OttlContext level = context; level != null; level = level.parent()) {
            for (String path : paths.stream().filter(isOf(level)).toList()) {
                boolean isInItem = level == context || level == OttlContext.METRIC;
                List<String> items = requireNonNull(ITEMS.get(context));
                for (String item : isInItem ? items : items.subList(0, 1)) {
                    for (String use : lines("uses")) {
                        String statement = use.replace("@path", path).replace("@out", out);
                        fill(statement, own)
                                .forEach(each -> drafts.add(new Draft(context, item, each)));
                    }
                }
            }
        }
    }

    private static List<String> fill(String statement, List<String> own) {
        if (statement.contains("@value")) {
            return lines("values").stream()
                    .map(value -> statement.replace("@value", value))
                    .toList();
        }
        return statement.contains("@own")
                ? own.stream().map(path -> statement.replace("@own", path)).toList()
                : List.of(statement);
    }

    private static Predicate<String> isOf(OttlContext context) {
        return path -> path.startsWith(context.label() + ".");
    }

    private static List<String> attributes(List<String> lines) {
        return lines.stream()
                .map(line -> ATTRIBUTE.matcher(line).replaceAll("log.attributes[\"$1\"]"))
                .toList();
    }

    private static List<String> lines(String name) {
        return read(name + ".txt").lines().filter(line -> !line.startsWith("# ")).toList();
    }

    /** A file of the folder. */
    static String read(String name) {
        try (InputStream in =
                requireNonNull(CaseGenerator.class.getResourceAsStream("differential/" + name))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
