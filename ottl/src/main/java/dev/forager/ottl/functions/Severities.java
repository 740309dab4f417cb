// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.MapGetter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.text.GoFormat;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converters to names of severities. */
final class Severities {
    static final List<Class<? extends OttlFunction>> ALL = List.of(ParseSeverity.class);

    private Severities() {}

    /** The range of HTTP status codes that a shorthand stands for. */
    private static final Map<String, Range> SHORTHANDS =
            Map.of(
                    "2xx", new Range(200, 299),
                    "3xx", new Range(300, 399),
                    "4xx", new Range(400, 499),
                    "5xx", new Range(500, 599));

    private record Range(long min, long max) {}

    /** One way to come to a level. */
    private record Criterion(String level, List<Value> texts, @Nullable Range range) {
        boolean matches(Object value) {
            return switch (value) {
                case Value.Str text -> texts.contains(text);
                case Value.Int(long number) ->
                        range != null && number >= range.min() && number <= range.max();
                default -> false;
            };
        }
    }

    @Doc("The level under which a mapping has a text or a number.")
    record ParseSeverity(
            @Doc("A string or an integer.") Getter target,
            @Doc("Level to list of {\"equals\": [..]} and {\"range\": {\"min\", \"max\"}}.")
                    MapGetter mapping)
            implements Converter {
        @Override
        public Getter compile() {
            if (!mapping.isConstant()) {
                return cursor -> level(target.get(cursor), criteria(map(mapping, cursor)));
            }
            Mapping known = new Mapping(mapping);
            return cursor -> level(target.get(cursor), known.criteria(cursor));
        }

        private static Value level(@Nullable Object value, List<Criterion> criteria)
                throws EvaluationException {
            for (Criterion criterion : criteria) {
                if (!(value instanceof Value.Str || value instanceof Value.Int)) {
                    throw new EvaluationException(
                            ("could not map log level: could not evaluate log level of value '%s':"
                                            + " unsupported value type: %s")
                                    .formatted(shown(value), OttlValues.goType(value)));
                }
                if (criterion.matches(value)) {
                    return Value.of(criterion.level());
                }
            }
            throw new EvaluationException(
                    "could not map log level: no matching log level found for value '%s'"
                            .formatted(shown(value)));
        }

        private static String shown(@Nullable Object value) {
            return GoFormat.format("%v", Collections.singletonList(value));
        }
    }

    /** A mapping that is the same for every item, read when the first comes. Thread-safe. */
    private static final class Mapping {
        private final MapGetter source;
        private volatile @Nullable List<Criterion> criteria;

        Mapping(MapGetter source) {
            this.source = source;
        }

        List<Criterion> criteria(Cursor cursor) throws EvaluationException {
            List<Criterion> known = criteria;
            if (known == null) {
                known = Severities.criteria(map(source, cursor));
                criteria = known;
            }
            return known;
        }
    }

    private static Value.MapV map(MapGetter mapping, Cursor cursor) throws EvaluationException {
        try {
            return mapping.get(cursor);
        } catch (EvaluationException e) {
            throw new EvaluationException("severity mapping must be a literal PMap");
        }
    }

    private static List<Criterion> criteria(Value.MapV mapping) throws EvaluationException {
        List<Criterion> criteria = new ArrayList<>();
        for (KeyValue level : mapping.entries()) {
            if (!(level.value() instanceof Value.Arr list)) {
                throw new EvaluationException("severity mapping criteria must be []any");
            }
            for (Value item : list.values()) {
                if (!(item instanceof Value.MapV map)) {
                    throw new EvaluationException(
                            "severity mapping criteria items must be map[string]any");
                }
                criteria.add(new Criterion(level.key(), texts(map), range(map)));
            }
        }
        return criteria;
    }

    private static EvaluationException invalid(String why) {
        return new EvaluationException("invalid severity mapping criteria: " + why);
    }

    private static List<Value> texts(Value.MapV criterion) throws EvaluationException {
        Value texts = criterion.get("equals");
        if (texts == null) {
            return List.of();
        }
        if (!(texts instanceof Value.Arr list)) {
            throw invalid("equals must be a list");
        }
        for (Value text : list.values()) {
            if (!(text instanceof Value.Str)) {
                throw invalid("equals values must be strings");
            }
        }
        return list.values();
    }

    private static @Nullable Range range(Value.MapV criterion) throws EvaluationException {
        return switch (criterion.get("range")) {
            case null -> null;
            case Value.Str name -> {
                Range known = SHORTHANDS.get(name.string());
                if (known == null) {
                    throw invalid("unknown range placeholder: " + name.string());
                }
                yield known;
            }
            case Value.MapV map -> new Range(bound(map, "min"), bound(map, "max"));
            default -> throw invalid("range must be a map or a known placeholder string");
        };
    }

    private static long bound(Value.MapV range, String name) throws EvaluationException {
        return switch (range.get(name)) {
            case null -> throw invalid("range must have a %s value".formatted(name));
            case Value.Int(long number) -> number;
            default -> throw invalid("%s must be an int64".formatted(name));
        };
    }
}
