// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.Target;
import java.util.Map;
import java.util.TreeMap;

/**
 * The paths of all contexts. See the <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/pkg/ottl/contexts">reference</a>.
 */
public final class Paths {
    private Paths() {}

    /**
     * The accessor of a path.
     *
     * @param context what the path begins with
     * @param tail what follows it
     */
    public static Target resolve(OttlContext context, Tail tail) throws CompileException {
        return resolve(fields(context), tail);
    }

    /** True if paths of this context may begin with the name. */
    public static boolean knows(OttlContext context, String name) {
        return name.equals("cache") || fields(context).containsKey(name);
    }

    /** The accessor of a path below {@code otelcol}. */
    public static Target resolveRequest(Tail tail) throws CompileException {
        return resolve(RequestPaths.FIELDS, tail);
    }

    /** The accessor of {@code cache}. */
    public static Target cache(Tail tail) throws CompileException {
        return CACHE.resolve(tail);
    }

    private static final PathField CACHE = Fields.attributes(cursor -> cursor.cache());

    static Target resolve(Map<String, PathField> fields, Tail tail) throws CompileException {
        PathField field = fields.get(tail.name());
        if (field == null) {
            throw tail.unknown(new TreeMap<>(fields).keySet());
        }
        return field.resolve(tail);
    }

    private static Map<String, PathField> fields(OttlContext context) {
        return switch (context) {
            case RESOURCE -> ResourcePaths.FIELDS;
            case SCOPE -> ScopePaths.FIELDS;
            case SPAN -> SpanPaths.FIELDS;
            case SPAN_EVENT -> SpanEventPaths.FIELDS;
            case METRIC -> MetricPaths.FIELDS;
            case DATA_POINT -> DataPointPaths.FIELDS;
            case EXEMPLAR -> ExemplarPaths.FIELDS;
            case LOG -> LogPaths.FIELDS;
            case PROFILE -> ProfilePaths.FIELDS;
            case PROFILE_SAMPLE -> SamplePaths.FIELDS;
        };
    }
}
