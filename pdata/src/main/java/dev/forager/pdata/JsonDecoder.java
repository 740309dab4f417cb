// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Turns OTLP/JSON into protobuf, token by token and straight into the output. The rules are those
 * of <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP</a> over the
 * <a href="https://protobuf.dev/programming-guides/json/">proto3 mapping</a>: see {@link OtlpJson}.
 * What comes out needs no validation. Recursion follows the schema, which recurs only in {@code
 * AnyValue} and is bounded there. Confined to one thread; used once.
 */
final class JsonDecoder {
    /** Enough for values that nest to their limit, at four JSON levels each. */
    private static final int MAX_JSON_DEPTH = 500;

    /** Behind these depths and sizes a wrong guess of a length would move too many bytes. */
    private static final int SHALLOW_VALUES = 2;

    private static final int LARGE_BODY = 1 << 21;

    private static final JsonFactory FACTORY = factory();

    /** Bytes of the length of each message, guessed. */
    private static final byte[] LENGTH_GUESS = lengthGuesses();

    private final JsonParser json;
    private final WireWriter out;
    private final int length;

    private JsonDecoder(JsonParser json, int length) {
        this.json = json;
        this.length = length;
        this.out = new WireWriter(length / 2);
    }

    /** Reads the range, which is well-formed UTF-8 without a byte order mark. */
    static byte[] decode(Signal signal, byte[] bytes, int offset, int length)
            throws MalformedTelemetryException {
        try (JsonParser json = FACTORY.createParser(bytes, offset, length)) {
            JsonDecoder decoder = new JsonDecoder(json, length);
            decoder.request(WireActions.root(signal));
            return decoder.out.toByteArray();
        } catch (JsonProcessingException e) {
            throw JsonFault.syntax(e, bytes, offset, length);
        } catch (IOException e) {
            throw new MalformedTelemetryException("invalid JSON: the body cannot be read");
        }
    }

    private static JsonFactory factory() {
        StreamReadConstraints limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_JSON_DEPTH)
                        // The body is bounded before it comes here.
                        .maxStringLength(Integer.MAX_VALUE)
                        .build();
        return JsonFactory.builder()
                .streamReadConstraints(limits)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
    }

    private static byte[] lengthGuesses() {
        byte[] guesses = new byte[Schema.MESSAGES.length];
        for (int i = 0; i < guesses.length; i++) {
            String name = Schema.MESSAGES[i].name();
            String simple = name.substring(name.lastIndexOf('.') + 1);
            boolean container = simple.matches("(Resource|Scope).+|Profile.*");
            boolean item = simple.matches("Span|LogRecord|.*DataPoint|Metric|Resource|Sum|Gauge");
            guesses[i] = (byte) (container ? 3 : item ? 2 : 1);
        }
        return guesses;
    }

    private void request(int type) throws IOException, MalformedTelemetryException {
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_OBJECT) {
            body(type, 0);
        } else if (first == null) {
            throw JsonFault.empty();
        } else if (first != JsonToken.VALUE_NULL) {
            throw JsonFault.notAnObject(json);
        }
        if (json.nextToken() != null) {
            throw JsonFault.at(json, "ReadObject: expect the end of the body, but found more");
        }
    }

    /** Reads the fields of an object whose brace has been read. */
    private void body(int type, int depth) throws IOException, MalformedTelemetryException {
        SchemaMessage message = Schema.MESSAGES[type];
        long seen = 0;
        String name;
        while ((name = json.nextFieldName()) != null) {
            SchemaField field = message.field(name);
            JsonToken token = json.nextToken();
            if (field == null) {
                json.skipChildren();
            } else if (token == JsonToken.VALUE_NULL && mayBeNull(field)) {
                if (type == Schema.ANY_VALUE && seen == 0) {
                    emptyValue(field);
                }
            } else {
                // A zero is left out, unless it overrides an earlier value of the same field.
                boolean keepZero = field.presence() || (seen & 1L << field.number()) != 0;
                seen |= 1L << field.number();
                if (field.repeated()) {
                    list(field, depth);
                } else if (field.kind() == SchemaKind.MESSAGE) {
                    message(field, depth);
                } else {
                    singular(field, keepZero);
                }
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw JsonFault.at(json, "ReadObject: expect a field or }");
        }
    }

    /**
     * Null is an empty text, list or object. Numbers, booleans, enums, bytes and ids refuse it, as
     * in the Go collector: who sends null there meant some number.
     */
    private static boolean mayBeNull(SchemaField field) {
        return field.repeated()
                || field.kind() == SchemaKind.STRING
                || field.kind() == SchemaKind.MESSAGE;
    }

    /** A value whose text, list or map is null is an empty one; any other member overrides it. */
    private void emptyValue(SchemaField field) {
        out.varint(field.tag());
        out.varint(0);
    }

    private void list(SchemaField field, int depth)
            throws IOException, MalformedTelemetryException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw JsonFault.notAnArray(json);
        }
        if (field.packed()) {
            packed(field);
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (field.kind() == SchemaKind.MESSAGE) {
                message(field, depth);
            } else {
                out.varint(field.tag());
                scalar(field);
            }
        }
    }

    private void packed(SchemaField field) throws IOException, MalformedTelemetryException {
        int begin = out.size();
        out.varint(field.number() << 3 | Wire.LENGTH);
        int guess = 1;
        int content = out.begin(guess);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            scalar(field);
        }
        if (out.size() == content) {
            out.truncate(begin);
        } else {
            out.end(content, guess);
        }
    }

    private void message(SchemaField field, int depth)
            throws IOException, MalformedTelemetryException {
        int type = field.message();
        int inner = depth;
        if (type == Schema.ANY_VALUE && ++inner > WireValidator.MAX_DEPTH) {
            throw JsonFault.at(
                    json,
                    "exceeded max recursion depth: AnyValue nests deeper than "
                            + WireValidator.MAX_DEPTH);
        }
        out.varint(field.tag());
        int guess =
                inner > SHALLOW_VALUES && length > LARGE_BODY && rest() > LARGE_BODY
                        ? Wire.varintSize(LARGE_BODY)
                        : LENGTH_GUESS[type];
        int content = out.begin(guess);
        if (json.currentToken() == JsonToken.START_OBJECT) {
            body(type, inner);
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            throw JsonFault.notAnObject(json);
        }
        out.end(content, guess);
    }

    private long rest() {
        return length - json.currentLocation().getByteOffset();
    }

    private void singular(SchemaField field, boolean keepZero)
            throws IOException, MalformedTelemetryException {
        int begin = out.size();
        out.varint(field.tag());
        if (!scalar(field) && !keepZero) {
            out.truncate(begin);
        }
    }

    /** Writes a value without its key; false if it is the zero of its kind. */
    private boolean scalar(SchemaField field) throws IOException, MalformedTelemetryException {
        return switch (field.kind()) {
            case BOOL -> bool();
            case STRING -> string(field);
            case BYTES -> bytes(field);
            case ID16, ID8 -> id(field);
            case DOUBLE -> real(field);
            case ENUM -> enumeration(field);
            case INT32, INT64, UINT32, UINT64 -> {
                long value = integer(field);
                out.varint(value);
                yield value != 0;
            }
            case SINT32 -> {
                int value = (int) integer(field);
                out.varint((value << 1 ^ value >> 31) & 0xffff_ffffL);
                yield value != 0;
            }
            case FIXED32 -> {
                int value = (int) integer(field);
                out.fixed32(value);
                yield value != 0;
            }
            case FIXED64, SFIXED64 -> {
                long value = integer(field);
                out.fixed64(value);
                yield value != 0;
            }
            case MESSAGE -> throw new IllegalStateException("not a scalar: " + field);
        };
    }

    private boolean bool() throws IOException, MalformedTelemetryException {
        JsonToken token = json.currentToken();
        if (!token.isBoolean()) {
            throw JsonFault.at(json, "ReadBool: expect t or f, but found " + JsonFault.found(json));
        }
        out.oneByte(token == JsonToken.VALUE_TRUE ? 1 : 0);
        return token == JsonToken.VALUE_TRUE;
    }

    private boolean string(SchemaField field) throws IOException, MalformedTelemetryException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            out.varint(0); // within a list, where the Go collector takes it for ""
            return false;
        }
        expectText(field);
        int size = json.getTextLength();
        out.string(json.getTextCharacters(), json.getTextOffset(), size);
        return size > 0;
    }

    private boolean bytes(SchemaField field) throws IOException, MalformedTelemetryException {
        expectText(field);
        byte[] value = base64(json.getText());
        out.bytes(value);
        return value.length > 0;
    }

    private void expectText(SchemaField field) throws IOException, MalformedTelemetryException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw JsonFault.at(
                    json,
                    "ReadString: %s: expects \" or n, but found %s"
                            .formatted(field.name(), JsonFault.found(json)));
        }
    }

    /** The standard and the URL alphabet, with and without padding. */
    private byte[] base64(String text) throws MalformedTelemetryException, IOException {
        try {
            return text.indexOf('-') < 0 && text.indexOf('_') < 0
                    ? Base64.getDecoder().decode(text)
                    : Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw JsonFault.at(json, "base64.Decode: illegal base64 data: " + e.getMessage());
        }
    }

    private boolean id(SchemaField field) throws MalformedTelemetryException, IOException {
        expectText(field);
        int digits = json.getTextLength();
        int expected = field.kind().idLength() * 2;
        if (digits != 0 && digits != expected) {
            throw JsonFault.at(
                    json,
                    "ID.UnmarshalJSONIter: length mismatch: %s of %d characters (expected: 0 or %d)"
                            .formatted(field.name(), digits, expected));
        }
        if (!out.hex(json.getTextCharacters(), json.getTextOffset(), digits)) {
            throw JsonFault.at(
                    json, "ID.UnmarshalJSONIter: encoding/hex: invalid byte in " + field.name());
        }
        return digits > 0;
    }

    private boolean real(SchemaField field) throws IOException, MalformedTelemetryException {
        JsonToken token = json.currentToken();
        if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            throw unsupported("ReadFloat64", field);
        }
        Double value = JsonNumbers.real(json.getText());
        if (value == null) {
            throw JsonFault.badNumber(json, "ReadFloat64", field, "a finite number");
        }
        out.fixed64(Double.doubleToRawLongBits(value));
        return Double.doubleToRawLongBits(value) != 0;
    }

    private boolean enumeration(SchemaField field) throws IOException, MalformedTelemetryException {
        long value;
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            value = field.values().indexOf(json.getText());
            if (value < 0) {
                throw JsonFault.badNumber(
                        json, "ReadEnumValue: unknown string value", field, "a name of the enum");
            }
        } else {
            value = integer(field);
        }
        out.varint(value);
        return value != 0;
    }

    private long integer(SchemaField field) throws IOException, MalformedTelemetryException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = json.getLongValue();
            if (JsonNumbers.fits(field.kind(), value)) {
                return value;
            }
        } else if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            throw unsupported(readerOf(field), field);
        }
        if (token == JsonToken.VALUE_STRING) {
            long plain =
                    JsonNumbers.plain(
                            json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            if (plain >= 0 && JsonNumbers.fits(field.kind(), plain)) {
                return plain;
            }
        }
        @Nullable Long value = JsonNumbers.integer(field.kind(), json.getText());
        if (value == null) {
            throw JsonFault.badNumber(
                    json,
                    readerOf(field) + ": overflow or no integer",
                    field,
                    "an integer from %d to %d"
                            .formatted(
                                    JsonNumbers.min(field.kind()), JsonNumbers.max(field.kind())));
        }
        return value;
    }

    /** What the Go collector calls the reading of such a field: its users may search for it. */
    private static String readerOf(SchemaField field) {
        return switch (field.kind()) {
            case UINT64, FIXED64 -> "ReadUint64";
            case UINT32, FIXED32 -> "ReadUint32";
            case INT32, SINT32 -> "ReadInt32";
            case ENUM -> "ReadEnumValue";
            default -> "ReadInt64";
        };
    }

    private MalformedTelemetryException unsupported(String operation, SchemaField field)
            throws IOException {
        return JsonFault.at(
                json,
                "%s: unsupported value type: %s is %s"
                        .formatted(operation, field.name(), JsonFault.found(json)));
    }
}
