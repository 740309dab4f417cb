// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Small steps of reading JSON. Each begins on a field's name and ends on its value's last token.
 */
public final class Json {
    /**
     * Field names are not interned for the whole process: keys of labels and annotations are
     * anybody's.
     */
    static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    private Json() {}

    /** The value as text; empty for null, an object or an array. */
    public static String text(JsonParser in) throws IOException {
        JsonToken token = in.nextToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            in.skipChildren();
            return "";
        }
        return token == JsonToken.VALUE_NULL ? "" : in.getText();
    }

    /** The value as a whole number; 0 for what is none. */
    public static int integer(JsonParser in) throws IOException {
        if (in.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            return in.getIntValue();
        }
        in.skipChildren();
        return 0;
    }

    /** Whether the value is true. */
    public static boolean isTrue(JsonParser in) throws IOException {
        boolean is = in.nextToken() == JsonToken.VALUE_TRUE;
        in.skipChildren();
        return is;
    }

    /** Passes over the value, whether {@code in} stands on its field's name or on itself. */
    public static void skipValue(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.FIELD_NAME) {
            in.nextToken();
        }
        in.skipChildren();
    }
}
