// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

/**
 * The parameters of a media type (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6">RFC 9110, 5.6.6</a>). Their values
 * say nothing to us; a malformed list makes the whole type unknown, as Go's {@code
 * mime.ParseMediaType}.
 */
final class MediaParameters {
    private MediaParameters() {}

    /** Whether what follows from the semicolon at {@code start} is a list of name=value. */
    static boolean areSound(String value, int start) {
        int at = start;
        while (at < value.length()) {
            if (value.charAt(at) != ';') {
                return false;
            }
            at = skipBlanks(value, at + 1);
            if (at == value.length()) {
                return true;
            }
            int equals = token(value, at);
            if (equals == at || equals == value.length() || value.charAt(equals) != '=') {
                return false;
            }
            int end = parameterValue(value, equals + 1);
            if (end < 0) {
                return false;
            }
            at = skipBlanks(value, end);
        }
        return true;
    }

    /** The end of a token or quoted text; -1 when there is none. */
    private static int parameterValue(String value, int start) {
        if (start < value.length() && value.charAt(start) == '"') {
            for (int at = start + 1; at < value.length(); at++) {
                if (value.charAt(at) == '\\') {
                    at++;
                } else if (value.charAt(at) == '"') {
                    return at + 1;
                }
            }
            return -1;
        }
        int end = token(value, start);
        return end == start ? -1 : end;
    }

    private static int token(String value, int start) {
        int at = start;
        while (at < value.length() && isTokenCharacter(value.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    private static int skipBlanks(String value, int start) {
        int at = start;
        while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
