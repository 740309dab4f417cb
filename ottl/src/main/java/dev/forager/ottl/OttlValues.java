// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.time.TimeLayout;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Buckets;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Profile;
import dev.forager.pdata.ProfileId;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.Status;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import dev.forager.pdata.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the values of OTTL have in common; see {@link Getter} for which there are. */
public final class OttlValues {
    /** A record of pdata as Go's JSON has it: none of its fields is shown. */
    private static final Value.Str RECORD = Value.Str.of("{}");

    private OttlValues() {}

    /** A value of pdata as OTTL sees it: an empty one is nil. */
    public static @Nullable Object of(@Nullable Value value) {
        return value instanceof Value.Empty ? null : value;
    }

    /** The value as an attribute can hold it. */
    public static Value toValue(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case null -> Value.empty();
            case Value known -> known;
            case List<?> list -> toArray(list);
            default -> throw unsupported(value, Value.empty());
        };
    }

    /** As {@link #toValue}, of what shall become part of a list or map. */
    public static Value toElement(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case null -> Value.empty();
            case Value known -> known;
            case List<?> list -> toArray(list);
            default -> throw invalid(value);
        };
    }

    /** The complaint of what cannot be part of a list or map. */
    public static EvaluationException invalid(Object value) {
        return new EvaluationException("<Invalid value type " + typeName(value) + ">");
    }

    static EvaluationException unsupported(Object value, Value current) {
        return new EvaluationException(
                "unsupported type %s for set operation; current value type is %s"
                        .formatted(typeName(value), kindName(current)));
    }

    private static Value toArray(List<?> list) throws EvaluationException {
        List<Value> values = new ArrayList<>(list.size());
        for (Object element : list) {
            values.add(toValue(element));
        }
        return Value.Arr.of(values);
    }

    /** The type as upstream's messages name it. */
    public static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case Value.Str _ -> "string";
            case Value.Int _ -> "int64";
            case Value.Dbl _ -> "float64";
            case Value.Bool _ -> "bool";
            case Value.Bytes _ -> "[]uint8";
            case Value.MapV _ -> "pcommon.Map";
            case Value.Arr _ -> "pcommon.Slice";
            case Value _ -> "nil";
            case Attributes _ -> "pcommon.Map";
            case Instant _, ZonedDateTime _ -> "time.Time";
            case Duration _ -> "time.Duration";
            case TraceId _ -> "pcommon.TraceID";
            case SpanId _ -> "pcommon.SpanID";
            case ProfileId _ -> "pprofile.ProfileID";
            case Resource _ -> "pcommon.Resource";
            case InstrumentationScope _ -> "pcommon.InstrumentationScope";
            case Status _ -> "ptrace.Status";
            case Span _ -> "ptrace.Span";
            case Metric _ -> "pmetric.Metric";
            case DataPoint _ -> "pmetric.DataPoint";
            case LogRecord _ -> "plog.LogRecord";
            case Profile _ -> "pprofile.Profile";
            case ValueType _ -> "pprofile.ValueType";
            case Buckets _ -> "pmetric.ExponentialHistogramDataPointBuckets";
            case List<?> list when isOfRecords(list) -> recordsName(list.getFirst().getClass());
            case List<?> _ -> "[]interface {}";
            default -> value.getClass().getSimpleName();
        };
    }

    /** A list of records as Go names it. */
    public static String recordsName(Class<?> record) {
        return switch (record.getSimpleName()) {
            case "Sample" -> "pprofile.SampleSlice";
            case "SpanEvent", "SpanLink" -> "ptrace." + record.getSimpleName() + "Slice";
            case "ValueAtQuantile" -> "pmetric.SummaryDataPointValueAtQuantileSlice";
            case "NumberDataPoint",
                    "HistogramDataPoint",
                    "ExponentialHistogramDataPoint",
                    "SummaryDataPoint",
                    "Exemplar" ->
                    "pmetric." + record.getSimpleName() + "Slice";
            default -> "[]interface {}";
        };
    }

    /** As {@link #typeName}, but nil as Go's own formatting has it. */
    public static String goType(@Nullable Object value) {
        String name = typeName(value);
        return name.equals("nil") ? "<nil>" : name;
    }

    /** The kind of a value of pdata as upstream's messages name it. */
    public static String kindName(Value value) {
        return switch (value) {
            case Value.Str _, Value.StrIndex _ -> "Str";
            case Value.Int _ -> "Int";
            case Value.Dbl _ -> "Double";
            case Value.Bool _ -> "Bool";
            case Value.Bytes _ -> "Bytes";
            case Value.MapV _ -> "Map";
            case Value.Arr _ -> "Slice";
            case Value.Empty _ -> "Empty";
        };
    }

    /** The complaint of an argument that is of another type than it must be. */
    public static EvaluationException expected(String type, @Nullable Object actual) {
        return new EvaluationException("expected %s but got %s".formatted(type, typeName(actual)));
    }

    /**
     * The text of any value, as converters that take anything like a string see it: numbers and
     * booleans as JSON, bytes in hexadecimal, maps and lists as compact JSON with sorted keys; ids
     * as a list of their bytes, records as an empty map, as in Go; null for nil.
     */
    public static Value.@Nullable Str toText(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case null -> null;
            case Value.Str text -> text;
            case Value.Bytes bytes -> Value.Str.of(HexFormat.of().formatHex(bytes.toByteArray()));
            case Value.Empty _ -> null;
            case Value other -> Value.Str.of(json(other));
            case TraceId id -> byteList(id.hex());
            case SpanId id -> byteList(id.hex());
            case ProfileId id -> byteList(id.hex());
            case Instant time -> Value.Str.of(TimeLayout.json(time.atZone(ZoneOffset.UTC)));
            case ZonedDateTime time -> Value.Str.of(TimeLayout.json(time));
            case Duration duration -> Value.Str.of(Long.toString(nanos(duration)));
            case List<?> list when isOfRecords(list) -> RECORD;
            case List<?> list -> Value.Str.of(JsonText.of(toArray(list)));
            default -> RECORD;
        };
    }

    private static String json(Value value) throws EvaluationException {
        try {
            return JsonText.of(value);
        } catch (EvaluationException e) {
            throw new EvaluationException("unsupported type: " + typeName(value));
        }
    }

    private static boolean isOfRecords(List<?> list) {
        return !list.isEmpty()
                && switch (list.getFirst()) {
                    case Value _, Instant _, List<?> _ -> false;
                    default -> true;
                };
    }

    private static Value.Str byteList(String hex) throws EvaluationException {
        List<Value> numbers = new ArrayList<>();
        for (byte each : HexFormat.of().parseHex(hex)) {
            numbers.add(Value.of(Byte.toUnsignedLong(each)));
        }
        return Value.Str.of(JsonText.of(Value.Arr.of(numbers)));
    }

    /** The text of a value of pdata as exporters show it, see {@link ValueText#of}. */
    public static Value.Str display(Value value) {
        return value instanceof Value.Str text ? text : Value.Str.of(ValueText.of(value));
    }

    /** Nanoseconds since the Unix epoch, wrapping outside the years 1677 to 2262 as Go does. */
    public static long unixNanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /** The time of nanoseconds since the Unix epoch. */
    public static Instant instant(long unixNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(unixNanos, 1_000_000_000L), Math.floorMod(unixNanos, 1_000_000_000L));
    }

    /** The length in nanoseconds, wrapping beyond 292 years as Go does. */
    public static long nanos(Duration duration) {
        return duration.getSeconds() * 1_000_000_000L + duration.getNano();
    }
}
