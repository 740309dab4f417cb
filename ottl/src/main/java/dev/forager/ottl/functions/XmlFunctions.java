// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.xml.XmlEdits;
import dev.forager.ottl.xml.XmlMaps;
import dev.forager.ottl.xml.XmlNode;
import dev.forager.ottl.xml.XmlPath;
import dev.forager.ottl.xml.XmlReader;
import dev.forager.ottl.xml.XmlWriter;
import dev.forager.pdata.Value;
import java.util.List;

/** Converters of XML. */
final class XmlFunctions {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    ParseXML.class,
                    ParseSimplifiedXML.class,
                    GetXML.class,
                    InsertXML.class,
                    RemoveXML.class,
                    ConvertAttributesToElementsXML.class,
                    ConvertTextToElementsXML.class);

    private XmlFunctions() {}

    @Pure
    @Doc("An XML document as a map of tag, content, attributes and children.")
    record ParseXML(@Doc("The document.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> XmlMaps.whole(XmlReader.read(target.get(cursor)));
        }
    }

    @Pure
    @Doc("The elements of XML as a map by their names; attributes are left out.")
    record ParseSimplifiedXML(@Doc("The XML.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> XmlMaps.simplified(XmlReader.read(target.get(cursor)));
        }
    }

    @Pure
    @Doc("What an XPath selects in XML, one behind the other.")
    record GetXML(
            @Doc("The XML.") StringGetter target, @Named("xpath") @Doc("XPath 1.0.") String xPath)
            implements Converter {
        @Override
        public Getter compile() {
            XmlPath path = XmlPath.of(xPath);
            return cursor -> {
                String text = target.get(cursor);
                return Value.of(
                        text.isEmpty() ? "" : XmlEdits.text(path.select(XmlReader.read(text))));
            };
        }
    }

    @Pure
    @Doc("XML with other XML inserted into the elements that an XPath selects.")
    record InsertXML(
            @Doc("The XML.") StringGetter target,
            @Named("xpath") @Doc("XPath 1.0.") String xPath,
            @Doc("What is inserted.") StringGetter subDocument)
            implements Converter {
        @Override
        public Getter compile() {
            XmlPath path = XmlPath.of(xPath);
            return cursor -> {
                String text = target.get(cursor);
                XmlNode.Document document =
                        text.isEmpty() ? new XmlNode.Document() : XmlReader.read(text);
                XmlEdits.insert(path.select(document), subDocument.get(cursor));
                return Value.of(XmlWriter.write(document));
            };
        }
    }

    @Pure
    @Doc("XML without what an XPath selects.")
    record RemoveXML(
            @Doc("The XML.") StringGetter target, @Named("xpath") @Doc("XPath 1.0.") String xPath)
            implements Converter {
        @Override
        public Getter compile() {
            XmlPath path = XmlPath.of(xPath);
            return cursor -> {
                String text = target.get(cursor);
                if (text.isEmpty()) {
                    return Value.of("");
                }
                XmlNode.Document document = XmlReader.read(text);
                XmlEdits.remove(path.select(document));
                return Value.of(XmlWriter.write(document));
            };
        }
    }

    @Pure
    @Doc("XML whose attributes have become elements.")
    record ConvertAttributesToElementsXML(
            @Doc("The XML.") StringGetter target,
            @Named("xpath") @Doc("Which attributes.") @Default("\"//@*\"") String xPath)
            implements Converter {
        @Override
        public Getter compile() {
            XmlPath path = XmlPath.of(xPath.isEmpty() ? "//@*" : xPath);
            return cursor -> {
                XmlNode.Document document = XmlReader.read(target.get(cursor));
                XmlEdits.attributesToElements(path.select(document));
                return Value.of(XmlWriter.write(document));
            };
        }
    }

    @Pure
    @Doc("XML whose text between elements has become elements.")
    record ConvertTextToElementsXML(
            @Doc("The XML.") StringGetter target,
            @Named("xpath") @Doc("Where to look.") @Default("\"/\"") String xPath,
            @Doc("The name of the new elements.") @Default("\"value\"") String elementName)
            implements Converter {
        @Override
        public Getter compile() {
            XmlPath path = XmlPath.of(xPath.isEmpty() ? "/" : xPath);
            String name = elementName.isEmpty() ? "value" : elementName;
            return cursor -> {
                XmlNode.Document document = XmlReader.read(target.get(cursor));
                XmlEdits.textToElements(path.select(document), name);
                return Value.of(XmlWriter.write(document));
            };
        }
    }
}
