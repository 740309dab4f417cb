// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void checkedInTablesAreTheGeneratedOnes() {
        GeneratedSource.check("Schema.java", SchemaGenerator.generate());
    }

    @Test
    void everyMessageOfEverySignalHasATable() {
        List<Descriptor> messages = SchemaGenerator.messages();
        assertThat(Schema.MESSAGES)
                .extracting(SchemaMessage::name)
                .containsExactlyElementsOf(messages.stream().map(Descriptor::getFullName).toList());
        assertThat(messages.get(Schema.SPAN).getFullName())
                .isEqualTo("opentelemetry.proto.trace.v1.Span");
    }

    @Test
    void fieldsAreFoundByNumberAndByBothNames() {
        for (int i = 0; i < Schema.MESSAGES.length; i++) {
            SchemaMessage message = Schema.MESSAGES[i];
            for (FieldDescriptor expected : SchemaGenerator.messages().get(i).getFields()) {
                SchemaField field = requireNonNull(message.field(expected.getNumber()));
                assertThat(message.field(expected.getJsonName())).isSameAs(field);
                assertThat(message.field(expected.getName())).isSameAs(field);
                assertThat(field.kind().wireType()).isEqualTo(expected.getLiteType().getWireType());
                assertThat(field.repeated()).isEqualTo(expected.isRepeated());
                assertThat(field.packed()).isEqualTo(expected.isPacked());
            }
        }
    }

    @Test
    void noMessageHasTwoOneofs() {
        // FieldIndex relies on it.
        assertThat(Schema.MESSAGES)
                .allSatisfy(
                        message ->
                                assertThat(message.fields()).allMatch(field -> field.oneof() <= 0));
    }

    @Test
    void varintSizes_areThoseOfTheReference() {
        for (int shift = 0; shift < 64; shift++) {
            for (long value : new long[] {1L << shift, (1L << shift) - 1, -1L >>> shift}) {
                assertThat(Wire.varintSize(value))
                        .as("%d", value)
                        .isEqualTo(
                                com.google.protobuf.CodedOutputStream.computeUInt64SizeNoTag(
                                        value));
            }
        }
    }
}
