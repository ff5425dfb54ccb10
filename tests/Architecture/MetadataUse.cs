using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace KetamineOutcomes.Architecture;

/// <summary>Reads from a built assembly which types use which: in bases, signatures, attributes and method bodies.</summary>
/// <remarks>Constants are copied by the compiler and leave no trace; everything else does.</remarks>
internal sealed class MetadataUse : IDisposable
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly TypeCollector _collector;

    public MetadataUse(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
        _collector = new TypeCollector(this);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The assemblies that this one refers to.</summary>
    public IEnumerable<string> AssemblyReferences =>
        _reader.AssemblyReferences.Select(handle => _reader.GetString(_reader.GetAssemblyReference(handle).Name));

    /// <summary>The members of other assemblies that this one uses, as <c>Namespace.Type</c> and member name.</summary>
    public IEnumerable<(string Type, string Member)> ForeignMembers()
    {
        foreach (var handle in _reader.MemberReferences)
        {
            var member = _reader.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                var type = _reader.GetTypeReference((TypeReferenceHandle)member.Parent);
                yield return ($"{_reader.GetString(type.Namespace)}.{_reader.GetString(type.Name)}", _reader.GetString(member.Name));
            }
        }
    }

    /// <summary>Every use of a type of this assembly by another type of it, as room to room.</summary>
    public IEnumerable<Edge> NamespaceEdges() =>
        NamespaceUses().Select(use => new Edge(Arrows.RoomOf(use.From), Arrows.RoomOf(use.To), use.Where));

    /// <summary>The same with the whole namespaces.</summary>
    public IEnumerable<Edge> NamespaceUses()
    {
        foreach (var handle in _reader.TypeDefinitions)
        {
            var from = NamespaceOf(handle);
            if (!IsOurs(from))
            {
                continue;
            }

            foreach (var used in UsedBy(_reader.GetTypeDefinition(handle)).Distinct())
            {
                var to = NamespaceOf(used);
                if (IsOurs(to))
                {
                    yield return new Edge(from, to, $"{NameOf(handle)} uses {NameOf(used)}");
                }
            }
        }
    }

    /// <summary>The compiler's helpers live in no namespace or in the framework's.</summary>
    private static bool IsOurs(string name) => name == Repository.Core || name.StartsWith(Repository.Core + ".", StringComparison.Ordinal);

    private string NamespaceOf(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _reader.GetTypeDefinition(type.GetDeclaringType());
        }

        return _reader.GetString(type.Namespace);
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var name = _reader.GetString(type.Name);
        return type.GetDeclaringType().IsNil ? name : $"{NameOf(type.GetDeclaringType())}.{name}";
    }

    private List<TypeDefinitionHandle> UsedBy(TypeDefinition type)
    {
        var used = new List<TypeDefinitionHandle>();
        Add(used, type.BaseType);
        AddAttributes(used, type.GetCustomAttributes());
        foreach (var handle in type.GetInterfaceImplementations())
        {
            Add(used, _reader.GetInterfaceImplementation(handle).Interface);
        }

        AddConstraints(used, type.GetGenericParameters());
        foreach (var handle in type.GetFields())
        {
            var field = _reader.GetFieldDefinition(handle);
            used.AddRange(field.DecodeSignature(_collector, null));
            AddAttributes(used, field.GetCustomAttributes());
        }

        foreach (var handle in type.GetProperties())
        {
            AddAttributes(used, _reader.GetPropertyDefinition(handle).GetCustomAttributes());
        }

        foreach (var handle in type.GetEvents())
        {
            Add(used, _reader.GetEventDefinition(handle).Type);
        }

        foreach (var handle in type.GetMethods())
        {
            var method = _reader.GetMethodDefinition(handle);
            AddSignature(used, method.DecodeSignature(_collector, null));
            AddAttributes(used, method.GetCustomAttributes());
            AddConstraints(used, method.GetGenericParameters());
            if (method.RelativeVirtualAddress != 0)
            {
                AddBody(used, _file.GetMethodBody(method.RelativeVirtualAddress));
            }
        }

        return used;
    }

    private void AddConstraints(List<TypeDefinitionHandle> used, GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters)
        {
            foreach (var constraint in _reader.GetGenericParameter(parameter).GetConstraints())
            {
                Add(used, _reader.GetGenericParameterConstraint(constraint).Type);
            }
        }
    }

    private void AddAttributes(List<TypeDefinitionHandle> used, CustomAttributeHandleCollection attributes)
    {
        foreach (var handle in attributes)
        {
            Add(used, _reader.GetCustomAttribute(handle).Constructor);
        }
    }

    private static void AddSignature(List<TypeDefinitionHandle> used, MethodSignature<ImmutableArray<TypeDefinitionHandle>> signature)
    {
        used.AddRange(signature.ReturnType);
        foreach (var parameter in signature.ParameterTypes)
        {
            used.AddRange(parameter);
        }
    }

    private void AddBody(List<TypeDefinitionHandle> used, MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            foreach (var local in _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_collector, null))
            {
                used.AddRange(local);
            }
        }

        foreach (var region in body.ExceptionRegions)
        {
            Add(used, region.CatchType);
        }

        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var value = first == 0xFE ? 0xFE00 | code.ReadByte() : first;
            switch (Operands[value])
            {
                case OperandType.InlineField:
                case OperandType.InlineMethod:
                case OperandType.InlineTok:
                case OperandType.InlineType:
                    Add(used, MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineI8:
                case OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget:
                case OperandType.ShortInlineI:
                case OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    private void Add(List<TypeDefinitionHandle> used, EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                used.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                used.AddRange(_reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_collector, null));
                break;
            case HandleKind.MethodDefinition:
                var method = _reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                used.Add(method.GetDeclaringType());
                AddSignature(used, method.DecodeSignature(_collector, null));
                break;
            case HandleKind.FieldDefinition:
                used.Add(_reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                var member = _reader.GetMemberReference((MemberReferenceHandle)handle);
                Add(used, member.Parent);
                if (member.GetKind() == MemberReferenceKind.Method)
                {
                    AddSignature(used, member.DecodeMethodSignature(_collector, null));
                }
                else
                {
                    used.AddRange(member.DecodeFieldSignature(_collector, null));
                }

                break;
            case HandleKind.MethodSpecification:
                var specification = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(used, specification.Method);
                foreach (var argument in specification.DecodeSignature(_collector, null))
                {
                    used.AddRange(argument);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Collects the assembly's own types out of signatures.</summary>
    private sealed class TypeCollector : ISignatureTypeProvider<ImmutableArray<TypeDefinitionHandle>, object?>
    {
        private readonly MetadataUse _owner;

        public TypeCollector(MetadataUse owner) => _owner = owner;

        public ImmutableArray<TypeDefinitionHandle> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [handle];

        public ImmutableArray<TypeDefinitionHandle> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [];

        public ImmutableArray<TypeDefinitionHandle> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            _owner._reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public ImmutableArray<TypeDefinitionHandle> GetGenericInstantiation(ImmutableArray<TypeDefinitionHandle> genericType, ImmutableArray<ImmutableArray<TypeDefinitionHandle>> typeArguments) =>
            [.. genericType, .. typeArguments.SelectMany(argument => argument)];

        public ImmutableArray<TypeDefinitionHandle> GetFunctionPointerType(MethodSignature<ImmutableArray<TypeDefinitionHandle>> signature) =>
            [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(parameter => parameter)];

        public ImmutableArray<TypeDefinitionHandle> GetModifiedType(ImmutableArray<TypeDefinitionHandle> modifier, ImmutableArray<TypeDefinitionHandle> unmodifiedType, bool isRequired) =>
            [.. modifier, .. unmodifiedType];

        public ImmutableArray<TypeDefinitionHandle> GetArrayType(ImmutableArray<TypeDefinitionHandle> elementType, ArrayShape shape) => elementType;

        public ImmutableArray<TypeDefinitionHandle> GetByReferenceType(ImmutableArray<TypeDefinitionHandle> elementType) => elementType;

        public ImmutableArray<TypeDefinitionHandle> GetPinnedType(ImmutableArray<TypeDefinitionHandle> elementType) => elementType;

        public ImmutableArray<TypeDefinitionHandle> GetPointerType(ImmutableArray<TypeDefinitionHandle> elementType) => elementType;

        public ImmutableArray<TypeDefinitionHandle> GetSZArrayType(ImmutableArray<TypeDefinitionHandle> elementType) => elementType;

        public ImmutableArray<TypeDefinitionHandle> GetGenericMethodParameter(object? genericContext, int index) => [];

        public ImmutableArray<TypeDefinitionHandle> GetGenericTypeParameter(object? genericContext, int index) => [];

        public ImmutableArray<TypeDefinitionHandle> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];
    }
}
